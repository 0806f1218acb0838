import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ListStatus } from '@eventide/contracts';
import type { InboxFrame } from '../realtime/frame.js';
import type { Draft, InboxRepository, InboxWrite, Recount } from './inbox.repository.js';
import {
  answerOf,
  commanded,
  commitTo,
  creation,
  framesOf,
  outcomesOf,
  TestInbox,
  type InboxWorld,
} from './test-inbox.conformance.js';

/** The promises of {@link InboxRepository}; the same for every implementation. */
export function inboxConformance(name: string, start: () => Promise<InboxWorld>): void {
  describe(name, () => {
    let world: InboxWorld;
    let inbox: TestInbox;
    let user: string;

    beforeAll(async () => {
      world = await start();
    });
    afterAll(() => world.close());
    beforeEach(() => {
      inbox = new TestInbox(world);
      user = inbox.userId;
    });

    const commit = (...batch: InboxWrite[]) => commitTo(world.repository, batch);
    const add = (patch: Partial<Draft> = {}) => inbox.add(patch);
    const run = (command: Parameters<TestInbox['run']>[0]) => inbox.run(command);
    const ids = async (status: ListStatus) => (await inbox.list(status)).items.map(({ id }) => id);

    describe('creations', () => {
      it('number from 1, without holes, and count each as unread', async () => {
        const [first, second] = await commit(creation([inbox.draft(), inbox.draft()]), creation([inbox.draft()]));
        expect(framesOf(first).map(({ payload }) => [payload.prev, payload.seq, payload.unread])).toEqual([[0, 1, 1], [1, 2, 2]]);
        expect(framesOf(second).map(({ payload }) => [payload.prev, payload.seq, payload.unread])).toEqual([[2, 3, 3]]);
        expect(await inbox.head()).toEqual({ seq: 3, unread: 3, readUpTo: 0, floor: 0 });
      });

      it('show the whole notification in the frame and afterwards', async () => {
        const full = inbox.draft({
          link: '/tasks',
          data: { '$set': { 'a.b': [1, null] } },
          actor: { id: 'ada', name: 'Ada' },
          expiresAt: new Date('2027-01-01T00:00:00.000Z'),
        });
        const [outcome] = await commit(creation([full]));
        const notification = {
          ...full,
          seq: 1,
          createdSeq: 1,
          timestamp: '2026-01-01T00:00:00.000Z',
          expiresAt: '2027-01-01T00:00:00.000Z',
          readStatus: 'unread',
        };
        expect(framesOf(outcome)[0]?.payload).toEqual({ ...notification, epoch: world.epoch, prev: 0, unread: 1 });
        expect(await world.repository.find(user, full.id)).toEqual(notification);
      });

      it('refuse what has expired already, without harm to the rest of the batch', async () => {
        const [refused, kept] = await commit(creation([inbox.draft({ expiresAt: new Date(0) })]), creation([inbox.draft()]));
        expect(refused).toMatchObject({ ok: false, error: { code: 'invalid_request' } });
        expect(framesOf(kept)[0]?.payload.seq).toBe(1);
      });

      it('write documents alongside, also with nobody to notify', async () => {
        const id = randomUUID();
        await commit(creation([], { alongside: [{ collection: 'alongside', document: { _id: id } }] }));
        expect(await world.documents('alongside')).toContain(id);
      });
    });

    describe('read and unread', () => {
      it('give each changed item a place and tell of all in one frame', async () => {
        const [a, b, c] = [await add(), await add(), await add()];
        const result = await run({ op: 'read', ids: [a.id, c.id] });
        expect(result).toMatchObject({ prev: 3, seq: 5, unread: 1, changed: 2, notFound: [] });
        expect(result.changes).toMatchObject([
          { kind: 'updated', notification: { id: a.id, seq: 4, createdSeq: 1, readStatus: 'read' } },
          { kind: 'updated', notification: { id: c.id, seq: 5, createdSeq: 3, readStatus: 'read' } },
        ]);
        expect(await ids('unread')).toEqual([b.id]);
        expect(await ids('read')).toEqual([c.id, a.id]);
      });

      it('take no place when nothing changes', async () => {
        const item = await add();
        expect(await run({ op: 'unread', ids: [item.id] })).toMatchObject({ seq: 1, changed: 0, changes: [] });
        await run({ op: 'read', ids: [item.id, item.id] });
        expect(await run({ op: 'read', ids: [item.id] })).toMatchObject({ seq: 2, unread: 0, changed: 0, changes: [] });
      });

      it('go back and forth', async () => {
        const item = await add();
        await run({ op: 'read', ids: [item.id] });
        expect(await run({ op: 'unread', ids: [item.id] })).toMatchObject({ seq: 3, unread: 1 });
        const found = await world.repository.find(user, item.id);
        expect(found).toMatchObject({ seq: 3, createdSeq: 1, readStatus: 'unread' });
        expect(found).not.toHaveProperty('readAt');
      });

      it('name what is gone or somebody else\'s', async () => {
        const foreign = await add({ userId: `u-${randomUUID()}` });
        const gone = randomUUID();
        expect(await run({ op: 'read', ids: [foreign.id, gone] })).toMatchObject({ seq: 0, notFound: [foreign.id, gone] });
      });
    });

    describe('remove and expire', () => {
      it('lower the count only by what was effectively unread', async () => {
        const [a, b, c] = [await add(), await add(), await add()];
        await run({ op: 'readAll', upTo: 1 });
        await run({ op: 'read', ids: [b.id] });
        const result = await run({ op: 'remove', ids: [a.id, b.id, c.id] });
        expect(result).toMatchObject({ prev: 5, seq: 8, unread: 0, changed: 3 });
        expect(result.changes).toEqual([
          { kind: 'removed', id: a.id, seq: 6, reason: 'removed' },
          { kind: 'removed', id: b.id, seq: 7, reason: 'removed' },
          { kind: 'removed', id: c.id, seq: 8, reason: 'removed' },
        ]);
        expect(await ids('all')).toEqual([]);
      });

      it('find nothing the second time', async () => {
        const item = await add();
        await run({ op: 'remove', ids: [item.id] });
        expect(await run({ op: 'remove', ids: [item.id] })).toMatchObject({ seq: 2, notFound: [item.id] });
      });

      it('tell which time is over, and say so in the change', async () => {
        const soon = await add({ expiresAt: new Date(Date.now() + 1_000) });
        await add({ expiresAt: new Date(Date.now() + 100_000_000) });
        const due = await world.repository.expired(new Date(Date.now() + 2_000), 10_000);
        expect(due.find(({ userId }) => userId === user)?.ids).toEqual([soon.id]);
        const { changes } = await run({ op: 'expire', ids: [soon.id] });
        expect(changes).toEqual([{ kind: 'removed', id: soon.id, seq: 3, reason: 'expired' }]);
      });
    });

    describe('readAll', () => {
      it('takes one place, moves no item and covers everything up to the mark', async () => {
        const [a, b, c] = [await add(), await add(), await add()];
        const result = await run({ op: 'readAll', upTo: 2 });
        expect(result).toMatchObject({ prev: 3, seq: 4, readUpTo: 2, changed: 2, unread: 1 });
        expect(result.changes).toEqual([{ kind: 'readAll', readUpTo: 2, seq: 4 }]);
        expect((await inbox.list('read')).items.map(({ id, seq }) => [id, seq])).toEqual([[b.id, 2], [a.id, 1]]);
        expect(await ids('unread')).toEqual([c.id]);
      });

      it('takes no place when there is nothing to mark', async () => {
        await add();
        await run({ op: 'readAll', upTo: 1 });
        expect(await run({ op: 'readAll', upTo: 2 })).toMatchObject({ seq: 2, readUpTo: 1, changed: 0, changes: [] });
        expect(await run({ op: 'readAll', upTo: 0 })).toMatchObject({ seq: 2, changes: [] });
      });

      it('counts only what lies between the old mark and the new one', async () => {
        const items = [await add(), await add(), await add(), await add()];
        await run({ op: 'read', ids: [items[1]!.id] });
        await run({ op: 'readAll', upTo: 1 });
        expect(await run({ op: 'readAll', upTo: 3 })).toMatchObject({ changed: 1, unread: 1, readUpTo: 3 });
      });

      it('leaves later marks of single items right: unread moves above the mark, read of a covered one changes nothing', async () => {
        const [a, b] = [await add(), await add()];
        await run({ op: 'readAll', upTo: 2 });
        expect(await run({ op: 'read', ids: [a.id] })).toMatchObject({ seq: 3, changes: [] });
        expect(await run({ op: 'unread', ids: [b.id] })).toMatchObject({ seq: 4, unread: 1 });
        expect(await ids('unread')).toEqual([b.id]);
        expect(await run({ op: 'readAll', upTo: 3 })).toMatchObject({ changed: 0, seq: 4 });
        expect(await run({ op: 'readAll', upTo: 4 })).toMatchObject({ changed: 1, seq: 5, unread: 0 });
      });

      it('is refused above a head and for another epoch', async () => {
        await add();
        await expect(run({ op: 'readAll', upTo: 2 })).rejects.toMatchObject({ code: 'conflict' });
        await expect(run({ op: 'readAll', upTo: 1, epoch: 'other' })).rejects.toMatchObject({ code: 'conflict' });
        await expect(run({ op: 'readAll', upTo: 1, announcementsUpTo: 1_000_000 })).rejects.toMatchObject({ code: 'conflict' });
        expect(await run({ op: 'readAll', upTo: 1, epoch: world.epoch })).toMatchObject({ changed: 1 });
      });

      it('reads announcements published up to a place, also when no notification is left', async () => {
        const [early, late] = [randomUUID(), randomUUID()];
        const upTo = await world.announce(early);
        await world.announce(late);
        const result = await run({ op: 'readAll', upTo: 0, announcementsUpTo: upTo });
        expect(result.changes).toEqual([{ kind: 'readAll', readUpTo: 0, announcementsUpTo: upTo, seq: 1 }]);
        const read = await world.receipts(user);
        expect(read).toContain(early);
        expect(read).not.toContain(late);
        expect(await run({ op: 'readAll', upTo: 0, announcementsUpTo: upTo })).toMatchObject({ seq: 1, changes: [] });
      });
    });

    describe('announcementRead', () => {
      it('takes a place for each, once', async () => {
        const [a, b] = [randomUUID(), randomUUID()];
        await world.announce(a);
        await world.announce(b);
        await add();
        const result = await run({ op: 'announcementRead', ids: [a, 'nobody', b] });
        expect(result).toMatchObject({ prev: 1, seq: 3, unread: 1, changed: 0, notFound: ['nobody'] });
        expect(result.changes).toEqual([
          { kind: 'announcementRead', id: a, seq: 2 },
          { kind: 'announcementRead', id: b, seq: 3 },
        ]);
        expect(await run({ op: 'announcementRead', ids: [a] })).toMatchObject({ seq: 3, changes: [], notFound: [] });
        expect((await world.receipts(user)).sort()).toEqual([a, b].sort());
      });
    });

    describe('keys', () => {
      const once = (bodyHash = 'body') => ({ id: `${user}-key`, bodyHash });

      it('repeat the first answer without effect, later and within a batch', async () => {
        const [first, twin] = await commit(creation([inbox.draft()], { once: once() }), creation([inbox.draft()], { once: once() }));
        const [later] = await commit(creation([inbox.draft()], { once: once() }));
        expect(twin).toEqual({ ok: true, answer: answerOf(first), frames: [] });
        expect(later).toEqual(twin);
        expect((await inbox.head()).seq).toBe(1);
      });

      it('refuse another body', async () => {
        const [, second] = await commit(creation([inbox.draft()], { once: once() }), creation([inbox.draft()], { once: once('else') }));
        expect(second).toMatchObject({ ok: false, error: { code: 'idempotency_mismatch' } });
      });

      it('repeat the answer of a command, even if it changed nothing', async () => {
        const item = await add();
        const [first] = await commit(commanded({ op: 'unread', userId: user, ids: [item.id] }, { once: once() }));
        await run({ op: 'read', ids: [item.id] });
        const [again] = await commit(commanded({ op: 'unread', userId: user, ids: [item.id] }, { once: once() }));
        expect(answerOf(again)).toEqual(answerOf(first));
        expect((await inbox.head()).unread).toBe(0);
      });

      it('are not used up by a refusal', async () => {
        const refused = commanded({ op: 'readAll', userId: user, upTo: 9 }, { once: once() });
        expect((await commit(refused))[0]).toMatchObject({ ok: false });
        expect((await commit(commanded({ op: 'readAll', userId: user, upTo: 0 }, { once: once() })))[0]).toMatchObject({ ok: true });
      });
    });

    describe('reads', () => {
      it('page the history by creation, whatever changed since', async () => {
        const items = [await add(), await add(), await add(), await add(), await add()];
        await run({ op: 'read', ids: [items[1]!.id] });
        const first = await inbox.list('all', 2);
        expect(first).toMatchObject({ head: 6, readUpTo: 0, more: true });
        expect(first.items.map(({ createdSeq }) => createdSeq)).toEqual([5, 4]);
        const rest = await world.repository.list({ userId: user, status: 'all', before: 4, limit: 3 });
        expect(rest.items.map(({ createdSeq }) => createdSeq)).toEqual([3, 2, 1]);
        expect(rest.more).toBe(false);
      });

      it('filter by status, type and category, and page through them', async () => {
        for (let i = 0; i < 3; i++) await add({ type: 'a.b', category: 'a' });
        await add({ type: 'c', category: 'c' });
        await run({ op: 'readAll', upTo: 1 });
        const query = { userId: user, status: 'unread', type: 'a.b', category: 'a' } as const;
        const first = await world.repository.list({ ...query, limit: 1 });
        expect(first).toMatchObject({ more: true, items: [{ createdSeq: 3 }] });
        expect(await world.repository.list({ ...query, before: 3, limit: 1 })).toMatchObject({ more: false, items: [{ createdSeq: 2 }] });
      });

      it('hide what is somebody else\'s', async () => {
        const foreign = await add({ userId: `u-${randomUUID()}` });
        expect(await world.repository.find(user, foreign.id)).toBeNull();
        expect((await inbox.list()).items).toEqual([]);
      });

      it('give changes after a place by state and in order', async () => {
        const [a, b, c] = [await add(), await add(), await add()];
        await run({ op: 'read', ids: [a.id] });
        await run({ op: 'remove', ids: [b.id] });
        await run({ op: 'readAll', upTo: 5 });
        expect(await inbox.delta(0)).toMatchObject([
          { kind: 'updated', notification: { id: c.id, seq: 3, readStatus: 'read' } },
          { kind: 'updated', notification: { id: a.id, seq: 4 } },
          { kind: 'removed', id: b.id, seq: 5 },
          { kind: 'readAll', readUpTo: 5, seq: 6 },
        ]);
        expect((await inbox.delta(3, 2)).length).toBe(2);
        expect(await inbox.delta(6)).toEqual([]);
      });

      it('give the newest by creation, sorted by place', async () => {
        const [a, b, c] = [await add(), await add(), await add()];
        await run({ op: 'read', ids: [b.id] });
        const newest = await world.withView(user, (view) => world.repository.newest(view, 2));
        expect(newest.map(({ id }) => id)).toEqual([c.id, b.id]);
        expect(a.seq).toBe(1);
      });
    });

    describe('prune and erase', () => {
      it('raise the floor above the rows that go, and keep notifications', async () => {
        const [a, b] = [await add(), await add()];
        await run({ op: 'remove', ids: [a.id] });
        await world.repository.prune(new Date(0), 1_000);
        expect((await inbox.head()).floor).toBe(0);
        await world.repository.prune(new Date(Date.now() + 60_000), 1_000_000);
        expect((await inbox.head()).floor).toBe(3);
        expect(await inbox.delta(0)).toMatchObject([{ kind: 'updated', notification: { id: b.id } }]);
      });

      it('leave nothing but a head that invalidates old cursors', async () => {
        await add();
        await run({ op: 'remove', ids: [(await add()).id] });
        expect(await world.repository.erase(user)).toBe(true);
        expect(await world.repository.erase(user)).toBe(false);
        expect(await inbox.head()).toEqual({ seq: 4, unread: 0, readUpTo: 4, floor: 4 });
        expect((await inbox.list()).items).toEqual([]);
        expect(await inbox.delta(0)).toEqual([]);
        expect(await add()).toMatchObject({ prev: 4, seq: 5, unread: 1 });
      });
    });

    describe('recount', () => {
      const recounted = async () => {
        const found: Recount[] = [];
        for (let page = await world.repository.recount('', 2); page.length > 0; ) {
          found.push(...page);
          page = await world.repository.recount(page.at(-1)!.userId, 2);
        }
        return found;
      };

      it('goes through all inboxes by user id and counts what is effectively unread', async () => {
        const [a] = [await add(), await add(), await add(), await add()];
        await run({ op: 'readAll', upTo: 2 });
        await run({ op: 'unread', ids: [a.id] });
        await world.breakCount(user, 7);
        const found = await recounted();
        expect(found.map(({ userId }) => userId)).toEqual([...new Set(found.map(({ userId }) => userId))].sort());
        expect(found.find(({ userId }) => userId === user)).toEqual({ userId: user, stored: 7, counted: 3 });
        const people = found.map(({ userId }) => userId);
        expect(await Promise.all(['', ...people].map((id) => world.repository.following(id)))).toEqual([...people, undefined]);
      });

      it('sets a wrong count right at a new place, and tells of it in a frame without changes', async () => {
        await add();
        await world.breakCount(user, -4);
        const [outcome] = await commit(commanded({ op: 'recount', userId: user }));
        const frame = { epoch: world.epoch, prev: 1, seq: 2, unread: 1, changes: [] };
        expect(framesOf(outcome)).toEqual([{ stream: 'inbox', userId: user, event: 'notificationChanged', payload: frame }]);
        expect(answerOf(outcome)).toMatchObject({ seq: 2, unread: 1, changed: 5 });
        expect(await inbox.head()).toMatchObject({ seq: 2, unread: 1 });
        expect(await inbox.delta(1)).toEqual([]);
      });

      it('takes no place when the count is right', async () => {
        await add();
        expect(await run({ op: 'recount' })).toMatchObject({ seq: 1, unread: 1, changed: 0, changes: [] });
      });
    });

    it('keeps numbers and counts exact with two writers on the same inboxes', async () => {
      const people = Array.from({ length: 5 }, () => `u-${randomUUID()}`);
      const frames: InboxFrame[] = [];
      const insist = async (repository: InboxRepository, batch: InboxWrite[]): Promise<void> => {
        for (;;) {
          const result = await repository.commit(batch, new Date(Date.now() + 10_000));
          if (result.status === 'conflict') continue;
          frames.push(...outcomesOf(result).flatMap(framesOf));
          return;
        }
      };
      const writer = async (repository: InboxRepository): Promise<void> => {
        for (let round = 0; round < 15; round++) {
          const made = people.map((userId) => inbox.draft({ userId }));
          await insist(repository, made.map((each) => creation([each])));
          const reader = made[round % people.length]!;
          await insist(repository, [commanded({ op: 'read', userId: reader.userId, ids: [reader.id] })]);
        }
      };
      await Promise.all([writer(world.repository), writer(world.other)]);
      for (const userId of people) {
        const places = frames
          .filter((frame) => frame.userId === userId)
          .map(({ payload }) => payload)
          .sort((a, b) => a.seq - b.seq);
        expect(places.map(({ prev }) => prev)).toEqual([0, ...places.slice(0, -1).map(({ seq }) => seq)]);
        const { inbox: head } = await world.withView(userId, async (view) => view);
        const unread = await world.repository.list({ userId, status: 'unread', limit: 1_000 });
        expect(head).toMatchObject({ seq: 36, unread: 24 });
        expect(places.at(-1)).toMatchObject({ seq: head.seq, unread: head.unread });
        expect(unread.items.length).toBe(head.unread);
      }
    }, 30_000);
  });
}
