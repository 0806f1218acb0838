import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ConnectionStatus, NotificationBell } from '@eventide/notification-center';
import { Logo } from './logo';
import { Navigation } from './navigation';
import { UserMenu } from './user-menu';

/** The bar at the top of every page of a signed-in person. */
@Component({
  selector: 'app-header',
  imports: [ConnectionStatus, Logo, Navigation, NotificationBell, RouterLink, UserMenu],
  template: `
    <header>
      <a class="home" routerLink="/tasks" aria-label="Eventide, home">
        <app-logo /><span class="name">Eventide</span>
      </a>
      <app-navigation class="row" />
      <div class="tools">
        <eventide-connection-status />
        <eventide-bell />
        <app-user-menu />
      </div>
    </header>
  `,
  styleUrl: './app-header.css',
})
export class AppHeader {}
