export { aNewNotification, aNotification, aReset, anAnnouncement } from './builders';
export { EntryHarness } from './entry-harness';
export { FakeRealtimeClient } from './fake-realtime-client';
export {
  AnnouncementBannerHarness,
  ConnectionStatusHarness,
  NotificationBellHarness,
  NotificationHistoryHarness,
  NotificationToastsHarness,
  UndoBarHarness,
} from './notification-center-harness';
export { provideNotificationCenterTesting } from './provide-notification-center-testing';
