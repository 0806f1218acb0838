import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { StateMessage } from '../ui/state-message';

@Component({
  selector: 'app-not-allowed-page',
  imports: [RouterLink, StateMessage],
  template: `
    <div class="page">
      <h1>Not allowed</h1>
      <app-state-message
        class="card"
        icon="lock"
        heading="This page isn’t for your account"
        text="It needs a role that your account doesn’t have. Whoever runs Eventide for you can change it."
      >
        <a class="button button-primary" routerLink="/tasks">Go to your tasks</a>
      </app-state-message>
    </div>
  `,
})
export class NotAllowedPage {}
