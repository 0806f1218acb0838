import { Component, computed, inject, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Icon, type IconName } from '@eventide/notification-center';
import { Session } from '../core/session';

interface Place {
  path: string;
  label: string;
  icon: IconName;
}

const EVERYBODY: Place[] = [
  { path: '/tasks', label: 'Tasks', icon: 'tasks' },
  { path: '/notifications', label: 'Notifications', icon: 'bell' },
];
const ADMINISTRATORS: Place[] = [{ path: '/admin/announcements', label: 'Announcements', icon: 'megaphone' }];

/** The pages this person may open: in a row in the header, or as tabs at the bottom of a small screen. */
@Component({
  selector: 'app-navigation',
  imports: [Icon, RouterLink, RouterLinkActive],
  host: { '[attr.data-form]': 'form()' },
  template: `
    <nav aria-label="Main">
      @for (place of places(); track place.path) {
        <a [routerLink]="place.path" routerLinkActive="active" ariaCurrentWhenActive="page">
          <eventide-icon [name]="place.icon" />{{ place.label }}
        </a>
      }
    </nav>
  `,
  styleUrl: './navigation.css',
})
export class Navigation {
  private readonly session = inject(Session);
  readonly form = input<'row' | 'tabs'>('row');
  protected readonly places = computed(() =>
    this.session.roles().includes('admin') ? [...EVERYBODY, ...ADMINISTRATORS] : EVERYBODY,
  );
}
