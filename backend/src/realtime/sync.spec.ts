import { describe, expect, it } from '@jest/globals';
import { mongo } from 'mongoose';
import type { Mongo, Snapshot } from '../platform/mongo.js';
import type { HeadsStore } from './heads.store.js';
import type { StreamSource, StreamView } from './stream-source.js';
import { Sync } from './sync.js';

/** Heads of anybody; an inbox source that fails for whom `failures` names. */
function syncOf(failures: Record<string, Error> = {}) {
  const snapshots: (readonly string[])[] = [];
  const heads = {
    views: async (readers: readonly string[], snapshot: Snapshot): Promise<StreamView[]> => {
      snapshots.push(readers);
      return readers.map((userId) => ({ userId, snapshot, readers, all: { epoch: 'e', seq: 1, floor: 0 }, inbox: { seq: userId.length, unread: 0, readUpTo: 0, floor: 0 } }));
    },
  };
  const database = { snapshot: <T>(work: (snapshot: Snapshot) => Promise<T>) => work({} as Snapshot) };
  const sync = new Sync(database as Mongo, heads as HeadsStore);
  const nothing = async (): Promise<never[]> => [];
  sync.register('all', { delta: nothing, reset: nothing, unread: async () => 0 } satisfies StreamSource<never>);
  const unread = async ({ userId }: StreamView): Promise<number> => {
    if (failures[userId]) throw failures[userId];
    return userId.length;
  };
  sync.register('inbox', { delta: nothing, reset: nothing, unread } satisfies StreamSource<never>);
  return { sync, snapshots };
}

describe(Sync.name, () => {
  it('reads the pages of those who ask together in one snapshot, each its own', async () => {
    const { sync, snapshots } = syncOf();
    const pages = await Promise.all([sync.page('ann', {}), sync.page('ben-2', { epoch: 'e', inbox: 5, all: 1 })]);
    expect(snapshots).toEqual([['ann', 'ben-2']]);
    expect(pages).toMatchObject([
      { mode: 'reset', inbox: 3, unread: { inbox: 3 } },
      { mode: 'delta', inbox: 5, unread: { inbox: 5 } },
    ]);
  });

  it('lets a page that can not be made take no other down with it', async () => {
    const { sync } = syncOf({ ann: new Error('a document of an unknown form') });
    const [ann, ben] = await Promise.allSettled([sync.page('ann', {}), sync.page('ben', {})]);
    expect(ann).toMatchObject({ status: 'rejected', reason: { message: 'a document of an unknown form' } });
    expect(ben.status).toBe('fulfilled');
  });

  it('makes no page while the database is away', async () => {
    const { sync } = syncOf({ ann: new mongo.MongoNetworkError('connection closed') });
    const pages = await Promise.allSettled([sync.page('ann', {}), sync.page('ben', {})]);
    expect(pages.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
