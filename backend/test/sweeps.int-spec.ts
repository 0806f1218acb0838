import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnnouncementCreated, UnreadCount } from '@eventide/contracts';
import { eventually } from './eventually.js';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

/** Two nodes that both sweep, and keep changes for two seconds. */
const RETENTION_MS = 2_000;
const DAY_MS = 24 * 3_600_000;

describe('what time brings', () => {
  let cluster: TestCluster;
  let admin: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ env: { RETENTION_DAYS: String(RETENTION_MS / DAY_MS) } });
    admin = await cluster.admin();
  });
  afterAll(() => cluster.stop());

  const count = async (user: string) => (await cluster.as(user)).expect<UnreadCount>('GET', '/api/notifications/unread-count');

  it('removes expired notifications by numbered changes, each once, and lowers the count', async () => {
    const devices = [await cluster.device('ada', 0), await cluster.device('ada', 1)];
    const expiresAt = new Date(Date.now() + DAY_MS).toISOString();
    const kept = await admin.notify('ada');
    const gone = [await admin.notify('ada', { expiresAt }), await admin.notify('ada', { expiresAt })];
    expect((await count('ada')).inbox).toBe(3);
    const expiring = { userId: 'ada', expiresAt: { $ne: null } };
    await cluster.db.collection('notifications').updateMany(expiring, { $set: { expiresAt: new Date() } });
    for (const device of devices) {
      await eventually('the end of both', () => device.inboxPlace === 5);
      const changes = device.all('notificationChanged').flatMap((frame) => frame.changes);
      expect(changes.map((change) => change.kind === 'removed' && [change.id, change.seq, change.reason])).toEqual([
        [expect.any(String), 4, 'expired'],
        [expect.any(String), 5, 'expired'],
      ]);
      expect(new Set(changes.map((change) => 'id' in change && change.id))).toEqual(new Set(gone.map(({ id }) => id)));
      const last = device.all('notificationChanged').at(-1);
      expect(last && last.unread).toBe(1);
    }
    expect(await count('ada')).toMatchObject({ inbox: 1, seq: 5 });
    expect(kept.seq).toBe(1);
  });

  it('prunes changes of inboxes after their retention: who is further back gets a reset', async () => {
    const bob = await cluster.as('bob');
    const { id } = await admin.notify('bob');
    await bob.expect('DELETE', `/api/notifications/${id}`);
    await admin.notify('bob');
    const { epoch, allSeq } = await count('bob');
    const modeFrom = async (inbox: number) => (await bob.sync(`?epoch=${epoch}&inbox=${inbox}&all=${allSeq}`)).mode;
    await eventually('a reset', async () => (await modeFrom(1)) === 'reset');
    expect(await modeFrom(2)).toBe('delta');
    expect((await bob.sync()).changes).toMatchObject([{ kind: 'updated', notification: { seq: 3 } }]);
  });

  it('prunes announcements that ended, with the floor of all and their receipts', async () => {
    const eve = await cluster.as('eve');
    const { id, seq } = await admin.expect<AnnouncementCreated>('POST', '/api/announcements', { title: 'T', message: 'M' });
    await eve.expect('POST', `/api/announcements/${id}/read`);
    await admin.expect('POST', `/api/announcements/${id}/withdraw`);
    const { epoch, seq: inbox } = await count('eve');
    const modeFrom = async (all: number) => (await eve.sync(`?epoch=${epoch}&inbox=${inbox}&all=${all}`)).mode;
    await eventually('a reset', async () => (await modeFrom(Number(seq))) === 'reset');
    expect(await modeFrom(Number(seq) + 1)).toBe('delta');
    expect(await cluster.db.collection('announcement_receipts').countDocuments({ announcementId: id })).toBe(0);
  });
});
