import { InjectionToken } from '@angular/core';

/** What the host application hands to `provideNotificationCenter`. */
export interface NotificationCenterConfig {
  /** Origin of Eventide; the page's own by default. */
  url?: string;
  /** Who is signed in. Read reactively; null disconnects and forgets everything that was held. */
  userId: () => string | null;
  /**
   * An access token of that person; null when only a new sign-in could give one.
   * `fresh`: the one given last is about to expire or was refused, so a new one is needed.
   * A rejection means that it could not be fetched now; it is asked for again later.
   */
  token: (options: { fresh: boolean }) => Promise<string | null>;
  /** Opens a path of the host application; `location.assign` by default. `https:` links open in a new tab. */
  openLink?: (link: string) => void;
  /** The session is gone (revoked, or its token refused): nothing is tried again until `userId` changes. */
  onSignInNeeded?: () => void;
}

export const NOTIFICATION_CENTER_CONFIG = new InjectionToken<NotificationCenterConfig>(
  'NotificationCenterConfig',
);
