import { describe, expect, it } from '@jest/globals';
import type { SyncPage } from '@eventide/contracts';
import type { Revocations } from '../auth/revocations.store.js';
import type { Clock } from '../platform/clock.js';
import { Metrics } from '../platform/metrics.js';
import { Connections } from './connections.js';
import { Healer } from './healer.js';
import type { HeadPlaces, HeadsStore } from './heads.store.js';
import { connectionInMemory, EPOCH, inboxFrame, linesInMemory, syncPage } from './in-memory-connection.js';
import { isBehind, Reconciler } from './reconciler.js';
import { RealtimeMetrics } from './realtime-metrics.js';
import type { Sync } from './sync.js';

function places(inbox: number, all: Partial<HeadPlaces['all']> = {}): HeadPlaces {
  return { all: { epoch: EPOCH, seq: 0, floor: 0, ...all }, inboxes: new Map([['ann', inbox]]) };
}

class HastyReconciler extends Reconciler {
  protected override readonly pace = { pauseMs: 1, passMs: 1, graceMs: 10 };
}

/** A node with one connection of Ann's at inbox place 2, and what the database says; `since` and `now` unless they matter. */
function node(stored: HeadPlaces, page: SyncPage, { since = async () => [], now = Date.now }: { since?: Revocations['since']; now?: () => number } = {}) {
  const metrics = new RealtimeMetrics(new Metrics());
  const lines = linesInMemory();
  const connections = new Connections(metrics, lines);
  const { connection, writer } = connectionInMemory();
  connections.add(connection);
  connection.page(syncPage({ inbox: 2 }));
  const heads = { places: async () => stored } as Partial<HeadsStore> as HeadsStore;
  const revocations = { since } as Partial<Revocations> as Revocations;
  const healer = new Healer({ page: async () => page } as Partial<Sync> as Sync, metrics);
  return { connection, writer, healer, reconciler: new HastyReconciler(connections, lines, heads, revocations, healer, metrics, { now } as Clock) };
}

describe(Reconciler.name, () => {
  const missed = syncPage({ inbox: 4, unread: { inbox: 9, all: 0 }, changes: [{ kind: 'removed', id: 'n', seq: 4, reason: 'removed' }] });

  it('brings a connection that missed the last hint to the head', async () => {
    const { reconciler, writer } = node(places(4), missed);
    await reconciler.pass();
    expect(writer.written.slice(1)).toEqual([
      { event: 'notificationChanged', payload: { epoch: EPOCH, prev: 2, seq: 4, unread: 9, changes: missed.changes } },
    ]);
  });

  it('writes nothing to a connection that is current', async () => {
    const { reconciler, writer } = node(places(2), missed);
    await reconciler.pass();
    expect(writer.events).toEqual(['sync']);
  });

  it('leaves a frame that was on its way alone', async () => {
    const { reconciler, connection, writer } = node(places(3), missed);
    const pass = reconciler.pass();
    await new Promise(setImmediate);
    connection.offer(inboxFrame(3));
    await pass;
    expect(writer.events).toEqual(['sync', 'notificationChanged']);
    expect(connection.sent?.inbox).toBe(3);
  });

  it('sends a page when more than one is missing, and for another epoch', async () => {
    for (const page of [syncPage({ inbox: 302, more: true }), syncPage({ mode: 'reset', epoch: 'other', inbox: 1 })]) {
      const { reconciler, writer } = node(places(900), page);
      await reconciler.pass();
      expect(writer.written.at(-1)).toEqual({ event: 'sync', payload: page });
    }
  });
});

describe('what was revoked', () => {
  it('is closed although the database was away from this node for longer than the look back', async () => {
    let time = Date.now();
    let isAway = true;
    const revokedAt = time + 1_000;
    const since = async (from: Date) => {
      if (isAway) throw new Error('away');
      return from.getTime() <= revokedAt ? [{ userId: 'ann', issuedUpTo: Math.ceil(revokedAt / 1_000) }] : [];
    };
    const { reconciler, writer } = node(places(2), syncPage(), { since, now: () => time });
    for (; time < revokedAt + 300_000; time += 5_000) await expect(reconciler.pass()).rejects.toThrow('away');
    isAway = false;
    await reconciler.pass();
    expect(writer.written.at(-1)).toMatchObject({ event: 'closing', payload: { code: 'revoked' } });
  });
});

describe(isBehind.name, () => {
  const sent = { epoch: EPOCH, inbox: 2, all: 5 };

  it('compares both streams and the epoch', () => {
    const connection = { sent, userId: 'ann', closed: false };
    expect(isBehind(connection, places(2, { seq: 5 }))).toBe(false);
    expect(isBehind(connection, places(3, { seq: 5 }))).toBe(true);
    expect(isBehind(connection, places(2, { seq: 6 }))).toBe(true);
    expect(isBehind(connection, places(0, { epoch: 'other' }))).toBe(true);
  });

  it('is never so before the first page or after the end', () => {
    expect(isBehind({ sent: null, userId: 'ann', closed: false }, places(9))).toBe(false);
    expect(isBehind({ sent, userId: 'ann', closed: true }, places(9))).toBe(false);
  });
});
