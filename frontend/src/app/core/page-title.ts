import { Injectable, effect, inject } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { NotificationCenter } from '@eventide/notification-center';

/** '(3) Eventide', or 'Eventide' with nothing unread. */
export function pageTitle(unread: number): string {
  return unread > 0 ? `(${unread}) Eventide` : 'Eventide';
}

/** Keeps the count of unread entries in the document's title. */
@Injectable({ providedIn: 'root' })
export class PageTitle {
  private readonly title = inject(Title);
  private readonly center = inject(NotificationCenter);

  constructor() {
    effect(() => this.title.setTitle(pageTitle(this.center.unread())));
  }
}
