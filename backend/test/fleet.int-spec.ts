import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';

const USERS = 100;
const NOTIFICATIONS = 2_000;
const WRITERS = 8;

/** A random number from 0 up, from a seed, so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The whole promise at once: 200 devices of 100 people on two nodes, 8 writers to both nodes. */
describe('a fleet', () => {
  let cluster: TestCluster;
  let devices: { userId: string; device: TestDevice }[];
  const expected = new Map<string, Set<string>>();

  beforeAll(async () => {
    cluster = await TestCluster.start();
    const users = Array.from({ length: USERS }, (_, index) => `user-${index}`);
    devices = [];
    for (const userId of users) {
      const both = await Promise.all([cluster.device(userId, 0), cluster.device(userId, 1)]);
      devices.push(...both.map((device) => ({ userId, device })));
      expected.set(userId, new Set());
    }
    const random = randomFrom(1);
    const write = async (writer: number) => {
      const admin = await cluster.admin(writer % 2);
      for (let count = 0; count < NOTIFICATIONS / WRITERS; count += 1) {
        const userId = users[random(USERS)]!;
        const { id } = await admin.notify(userId, { data: { owner: userId } });
        expected.get(userId)?.add(id);
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    for (const { userId, device } of devices) {
      await eventually(`all of ${userId}'s places`, () => device.inboxPlace >= (expected.get(userId)?.size ?? 0), 60_000);
    }
  }, 180_000);
  afterAll(() => cluster.stop());

  it('has given each device all of its own, once', () => {
    for (const { userId, device } of devices) {
      const ids = device.received.flatMap(({ event, payload }) => {
        if (event === 'newNotification') return [payload.id];
        if (event !== 'notificationChanged') return [];
        return payload.changes.flatMap((change) => (change.kind === 'updated' ? [change.notification.id] : []));
      });
      expect(ids).toHaveLength(expected.get(userId)?.size ?? 0);
      expect(new Set(ids)).toEqual(expected.get(userId));
    }
  });

  it('has given them in order, each following the one before', () => {
    for (const { device } of devices) {
      const frames = device.received.filter(({ event }) => event === 'newNotification' || event === 'notificationChanged');
      let cursor = 0;
      for (const { payload } of frames as { payload: { prev: number; seq: number } }[]) {
        expect(payload.prev).toBe(cursor);
        cursor = payload.seq;
      }
    }
  });

  it('has ended with the count of the database on every badge', async () => {
    const stored = await cluster.db
      .collection('notifications')
      .aggregate<{ _id: string; count: number }>([{ $group: { _id: '$userId', count: { $sum: 1 } } }])
      .toArray();
    const counts = new Map(stored.map(({ _id, count }) => [_id, count]));
    for (const { userId, device } of devices) {
      const last = device.received.at(-1);
      expect(last && 'unread' in last.payload ? last.payload.unread : undefined).toBe(counts.get(userId));
    }
  });

  it("has shown nobody anything of another's", () => {
    for (const { userId, device } of devices) {
      const owners = [...JSON.stringify(device.received).matchAll(/"(?:owner|userId)":"([^"]+)"/g)].map(([, owner]) => owner);
      expect(new Set(owners)).toEqual(new Set([userId]));
    }
  });
});
