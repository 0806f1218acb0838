import type { Announcement, Notification, SyncPage } from '@eventide/contracts';
import type { InboxState } from '../client-rule.js';
import type { DeviceClient } from '../device-client.js';
import { SHIPPED_CLIENT } from '../device-client.js';

interface Lists {
  items: Notification[];
  announcements: Announcement[];
}

type PlainEvent =
  | { event: 'newNotification'; data: Notification }
  | { event: 'announcement'; data: Announcement }
  | { event: 'notificationChanged'; data: { changes: { op: 'read' | 'unread' | 'remove'; id: string }[] } };

/** The client of the plain gateway: it loads its lists once, then believes every event, and counts by itself. */
export const PLAIN_CLIENT: DeviceClient = {
  ...SHIPPED_CLIENT,
  handshake: () => ({}),
  connects: () => false,
  applyPage: (state, page) => ({ state: state.ready ? state : load(state, page), arrivals: [] }),
  receiveFrame: (state, frame) => {
    const next = counted(receive(state, frame as unknown as PlainEvent));
    const isNews = frame.event === 'newNotification' || frame.event === 'announcement';
    return { state: next, arrivals: isNews ? [{ kind: 'notification', item: frame.data as unknown as Notification }] : [] };
  },
};

function load(state: InboxState, page: SyncPage): InboxState {
  const { items, announcements } = page as unknown as Lists;
  const byId = <T extends { id: string }>(all: T[]) => new Map(all.map((one) => [one.id, one]));
  return counted({ ...state, ready: true, items: byId(items), announcements: byId(announcements) });
}

function receive(state: InboxState, { event, data }: PlainEvent): InboxState {
  if (event === 'announcement') return { ...state, announcements: new Map(state.announcements).set(data.id, data) };
  const items = new Map(state.items);
  if (event === 'newNotification') items.set(data.id, data);
  else for (const { op, id } of data.changes) change(items, op, id);
  return { ...state, items };
}

function change(items: Map<string, Notification>, op: 'read' | 'unread' | 'remove', id: string): void {
  const item = items.get(id);
  if (op === 'remove') items.delete(id);
  else if (item) items.set(id, { ...item, readStatus: op });
}

function counted(state: InboxState): InboxState {
  return { ...state, unread: [...state.items.values()].filter(({ readStatus }) => readStatus === 'unread').length };
}
