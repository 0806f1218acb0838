import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../platform/clock.js';
import type { Idempotency } from '../platform/idempotency.js';
import type { Mongo } from '../platform/mongo.js';
import { InMemoryPublisher } from '../realtime/in-memory-publisher.js';
import { AnnouncementsService } from './announcements.service.js';
import type { AnnouncementsStore } from './announcements.store.js';
import type { StoredAnnouncement } from './stored-announcement.js';

const MINUTE_MS = 60_000;

/** The service in a process whose clock is ahead of the time that all have in common by so much. */
function service({ aheadMs }: { aheadMs: number }) {
  const inserted: StoredAnnouncement[] = [];
  const publisher = new InMemoryPublisher();
  const store = {
    countRunning: async () => 0,
    takePlace: async () => ({ epoch: 'e', prev: 0, seq: 1 }),
    insert: async (stored) => void inserted.push(stored),
  } as Partial<AnnouncementsStore> as AnnouncementsStore;
  const idempotency = { run: (_once, effect) => effect({} as never) } as Partial<Idempotency> as Idempotency;
  const now = () => Date.now() - aheadMs;
  const made = new AnnouncementsService({} as Mongo, store, publisher, idempotency, { now } as Clock);
  return { announcements: made, inserted, publisher, now };
}

describe(AnnouncementsService.name, () => {
  it('publishes nothing early because the clock of its process is ahead', async () => {
    const { announcements, inserted, publisher, now } = service({ aheadMs: 5 * MINUTE_MS });
    const publishAt = new Date(now() + 3 * MINUTE_MS).toISOString();
    expect(await announcements.announce({ title: 'T', message: 'M', publishAt })).toMatchObject({ seq: null });
    expect(inserted).toMatchObject([{ state: 'scheduled' }]);
    expect(publisher.frames).toEqual([]);
  });
});
