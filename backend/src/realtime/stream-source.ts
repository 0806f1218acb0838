import type { AnnouncementChange, Change } from '@eventide/contracts';
import type { Snapshot } from '../platform/mongo.js';

/** The head of a person's inbox stream; all zeros for somebody who has none yet. */
export interface InboxHead {
  seq: number;
  /** Stored unread with `seq` above `readUpTo`. */
  unread: number;
  readUpTo: number;
  /** Cursors below it can't be served a delta. */
  floor: number;
}

/** The head of the announcements' stream, with the name of the database's life. */
export interface AllHead {
  epoch: string;
  seq: number;
  floor: number;
}

/** One person's view of both streams at one moment: every read through it sees that moment only. */
export interface StreamView {
  readonly userId: string;
  readonly inbox: InboxHead;
  readonly all: AllHead;
  readonly snapshot: Snapshot;
  /** Everybody whose view was read at this moment together: one and the same array for all of them. */
  readonly readers: readonly string[];
}

/**
 * What `realtime` needs of a stream to serve sync without knowing what the stream is about. `notifications` provides
 * `inbox`, `announcements` provides `all`; both register with {@link Sync} when their module starts.
 */
export abstract class StreamSource<C extends Change | AnnouncementChange> {
  /** At most `limit` changes with `seq` above `after`, sorted by `seq`, by state: superseded places are missing. */
  abstract delta(view: StreamView, after: number, limit: number): Promise<C[]>;

  /** What a client that holds nothing starts from, as kind `updated`, sorted by `seq`. */
  abstract reset(view: StreamView): Promise<C[]>;

  /** The exact unread count at this view. */
  abstract unread(view: StreamView): Promise<number>;
}
