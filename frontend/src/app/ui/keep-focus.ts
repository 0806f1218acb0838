import { afterNextRender, type Injector } from '@angular/core';

/** Once the page is drawn anew: a focus that was lost with what held it goes here. */
export function keepFocus(target: HTMLElement, injector: Injector): void {
  const focusIfLost = (): void => {
    const { activeElement, body } = target.ownerDocument;
    if (activeElement === null || activeElement === body) target.focus();
  };
  afterNextRender({ read: focusIfLost }, { injector });
}
