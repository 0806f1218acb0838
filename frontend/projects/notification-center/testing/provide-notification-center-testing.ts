import { makeEnvironmentProviders, type EnvironmentProviders } from '@angular/core';
import {
  RealtimeClient,
  provideNotificationCenter,
  type NotificationCenterConfig,
} from '@eventide/notification-center';
import { FakeRealtimeClient } from './fake-realtime-client';

/** The notification center over a fake connection, for `user1` unless the config says otherwise. */
export function provideNotificationCenterTesting(
  config: Partial<NotificationCenterConfig> = {},
): EnvironmentProviders {
  const complete = { userId: () => 'user1', token: () => Promise.resolve('token'), ...config };
  return makeEnvironmentProviders([
    provideNotificationCenter(complete),
    FakeRealtimeClient,
    { provide: RealtimeClient, useExisting: FakeRealtimeClient },
  ]);
}
