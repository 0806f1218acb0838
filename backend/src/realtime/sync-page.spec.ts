import { describe, expect, it } from '@jest/globals';
import { LIMITS, type AnnouncementChange, type Change } from '@eventide/contracts';
import type { StreamSource, StreamView } from './stream-source.js';
import { assemblePage, placeOf, type StreamSources } from './sync-page.js';

/** A source of removals at these places, each of about `bytes`. */
class Removals implements StreamSource<Change> {
  reads = 0;

  constructor(
    private readonly places: readonly number[],
    private readonly bytes = 10,
  ) {}

  async delta(_view: StreamView, after: number, limit: number): Promise<Change[]> {
    this.reads += 1;
    return this.changes().filter((change) => placeOf(change) > after).slice(0, limit);
  }

  async reset(): Promise<Change[]> {
    return this.changes();
  }

  async unread(): Promise<number> {
    return 7;
  }

  private changes(): Change[] {
    return this.places.map((seq) => ({ kind: 'removed', id: 'x'.repeat(this.bytes), seq, reason: 'removed' }));
  }
}

class NoAnnouncements implements StreamSource<AnnouncementChange> {
  reads = 0;

  async delta(): Promise<AnnouncementChange[]> {
    this.reads += 1;
    return [];
  }

  async reset(): Promise<AnnouncementChange[]> {
    return [];
  }

  async unread(): Promise<number> {
    return 2;
  }
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function view(inbox: Partial<StreamView['inbox']> = {}, all: Partial<StreamView['all']> = {}): StreamView {
  return {
    userId: 'ann',
    inbox: { seq: 10, unread: 7, readUpTo: 4, floor: 0, ...inbox },
    all: { epoch: 'e', seq: 3, floor: 0, ...all },
    snapshot: {} as StreamView['snapshot'],
    readers: ['ann'],
  };
}

function sources(inbox = new Removals(upTo(10))): StreamSources & { inbox: Removals; all: NoAnnouncements } {
  return { inbox, all: new NoAnnouncements() };
}

describe(assemblePage.name, () => {
  it('gives what lies after the cursor, with the counts', async () => {
    const page = await assemblePage(view(), { epoch: 'e', inbox: 8, all: 3 }, sources());
    expect(page).toMatchObject({ mode: 'delta', from: { inbox: 8, all: 3 }, inbox: 10, all: 3, readUpTo: 4, more: false });
    expect(page.changes.map(placeOf)).toEqual([9, 10]);
    expect(page.unread).toEqual({ inbox: 7, all: 2 });
  });

  it('reads no changes for a current cursor', async () => {
    const from = sources();
    const page = await assemblePage(view(), { epoch: 'e', inbox: 10, all: 3 }, from);
    expect(page).toMatchObject({ mode: 'delta', changes: [], announcements: [], more: false });
    expect([from.inbox.reads, from.all.reads]).toEqual([0, 0]);
  });

  it.each([
    ['no cursor', {}],
    ['a part of one', { epoch: 'e', inbox: 1 }],
    ['another epoch', { epoch: 'other', inbox: 1, all: 1 }],
    ['a place that is no number', { epoch: 'e', inbox: Number.NaN, all: 1 }],
    ['an inbox place ahead of the head', { epoch: 'e', inbox: 11, all: 1 }],
    ['an announcement place ahead of the head', { epoch: 'e', inbox: 1, all: 4 }],
  ])('resets for %s', async (_, cursor) => {
    const page = await assemblePage(view(), cursor, sources());
    expect(page).toMatchObject({ mode: 'reset', from: { inbox: 0, all: 0 }, inbox: 10, all: 3, more: false });
    expect(page.changes).toHaveLength(10);
  });

  it('resets below a floor, and not at it', async () => {
    const pruned = view({ floor: 5 });
    expect((await assemblePage(pruned, { epoch: 'e', inbox: 4, all: 3 }, sources())).mode).toBe('reset');
    expect((await assemblePage(pruned, { epoch: 'e', inbox: 5, all: 3 }, sources())).mode).toBe('delta');
  });

  it('ends at 300 changes and says that there is more', async () => {
    const many = sources(new Removals(upTo(1_000)));
    const first = await assemblePage(view({ seq: 1_000 }), { epoch: 'e', inbox: 0, all: 3 }, many);
    expect(first).toMatchObject({ inbox: 300, more: true });
    expect(first.changes).toHaveLength(LIMITS.syncChanges);
    const last = await assemblePage(view({ seq: 1_000 }), { epoch: 'e', inbox: 900, all: 3 }, many);
    expect(last).toMatchObject({ inbox: 1_000, more: false });
  });

  it('ends at 256 KiB', async () => {
    const large = sources(new Removals(upTo(100), 10_000));
    const page = await assemblePage(view({ seq: 100 }), { epoch: 'e', inbox: 0, all: 3 }, large);
    expect(page.more).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(LIMITS.syncBytes);
    expect(page.inbox).toBe(page.changes.length);
  });

  it('moves to the head over places that were superseded', async () => {
    const sparse = sources(new Removals([2, 9]));
    const page = await assemblePage(view({ seq: 12 }), { epoch: 'e', inbox: 1, all: 3 }, sparse);
    expect(page).toMatchObject({ inbox: 12, more: false });
    expect(page.changes.map(placeOf)).toEqual([2, 9]);
  });
});
