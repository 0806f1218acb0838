import {
  inject,
  makeEnvironmentProviders,
  provideEnvironmentInitializer,
  type EnvironmentProviders,
} from '@angular/core';
import { NOTIFICATION_CENTER_CONFIG, type NotificationCenterConfig } from './config';
import { NotificationCenter } from './inbox/inbox-store';
import { RealtimeClient } from './realtime/realtime-client';
import { LeaderTab } from './tabs/leader-tab';

/**
 * Makes the notification center available to the whole application, and connects as soon as somebody is signed in.
 * A function is called in an injection context, so that it can `inject` the host's session and router.
 */
export function provideNotificationCenter(
  config: NotificationCenterConfig | (() => NotificationCenterConfig),
): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: NOTIFICATION_CENTER_CONFIG, useFactory: typeof config === 'function' ? config : () => config },
    { provide: RealtimeClient, useExisting: LeaderTab },
    provideEnvironmentInitializer(() => void inject(NotificationCenter)),
  ]);
}
