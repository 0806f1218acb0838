import { Component } from '@angular/core';

/** The product's mark: the sun setting into the tide. Decoration beside the name. */
@Component({
  selector: 'app-logo',
  host: { 'aria-hidden': 'true' },
  template: `<img src="favicon.svg" alt="" width="32" height="32" />`,
  styles: `
    :host,
    img {
      display: block;
      flex: none;
      width: 2rem;
      height: 2rem;
    }
  `,
})
export class Logo {}
