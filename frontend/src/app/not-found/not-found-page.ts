import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { StateMessage } from '../ui/state-message';

@Component({
  selector: 'app-not-found-page',
  imports: [RouterLink, StateMessage],
  template: `
    <div class="page">
      <h1>Page not found</h1>
      <app-state-message
        class="card"
        icon="compass"
        heading="There is nothing at this address"
        text="It may have moved, or the link has a typing error."
      >
        <a class="button button-primary" routerLink="/tasks">Go to your tasks</a>
      </app-state-message>
    </div>
  `,
})
export class NotFoundPage {}
