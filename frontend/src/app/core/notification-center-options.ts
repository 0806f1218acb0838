import { inject } from '@angular/core';
import { Router } from '@angular/router';
import type { NotificationCenterConfig } from '@eventide/notification-center';
import { Session } from './session';

/** What the notification center asks of this application: who is signed in, tokens, and where links lead. */
export function notificationCenterOptions(): NotificationCenterConfig {
  const session = inject(Session);
  const router = inject(Router);
  return {
    userId: () => session.user()?.id ?? null,
    token: (options) => session.token(options),
    openLink: (link) => void router.navigateByUrl(link),
    onSignInNeeded: () => session.end('revoked'),
  };
}
