import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '../src/platform/domain-error.js';
import { fromNow } from '../src/platform/deadline.js';
import { Idempotency, IDEMPOTENCY, onceKey } from '../src/platform/idempotency.js';
import { attempt, transact } from '../src/platform/transaction.js';
import { openDatabase, type TestDatabase } from './database.js';
import { eventually } from './eventually.js';

interface Counter {
  _id: string;
  value: number;
}

describe('transactions on the real server', () => {
  let database: TestDatabase;
  const counters = () => database.mongo.collection<Counter>('counters');
  const value = async () => (await counters().findOne({ _id: 'c' }))?.value;
  const add = (session: Parameters<Parameters<typeof attempt>[2]>[0]) =>
    counters().updateOne({ _id: 'c' }, { $inc: { value: 1 } }, { session });

  beforeAll(async () => {
    database = await openDatabase();
    await counters().insertOne({ _id: 'c', value: 0 });
  });
  beforeEach(() => counters().updateOne({ _id: 'c' }, { $set: { value: 0 } }));
  afterAll(() => database.close());

  it('commits what the work did, and gives back what it gave', async () => {
    const result = await attempt(database.mongo, fromNow(2_000), async (session) => {
      await add(session);
      return 'done';
    });
    expect(result).toEqual({ status: 'committed', value: 'done' });
    expect(await value()).toBe(1);
  });

  it('tells a refusal of the work from a conflict, and writes nothing', async () => {
    const refusal = new DomainError('not_found');
    const result = await attempt(database.mongo, fromNow(2_000), async (session) => {
      await add(session);
      throw refusal;
    });
    expect(result).toEqual({ status: 'rejected', cause: refusal });
    expect(await value()).toBe(0);
  });

  it('calls a document that another writer holds a conflict', async () => {
    const inner = await attempt(database.mongo, fromNow(2_000), async (outer) => {
      await add(outer);
      return attempt(database.mongo, fromNow(2_000), add);
    });
    expect(inner).toMatchObject({ status: 'committed', value: { status: 'conflict' } });
    expect(await value()).toBe(1);
  });

  it('calls a unique key that is taken a conflict', async () => {
    const result = await attempt(database.mongo, fromNow(2_000), (session) =>
      counters().insertOne({ _id: 'c', value: 9 }, { session }),
    );
    expect(result.status).toBe('conflict');
  });

  it('gives up on work that hangs at the deadline, and what it does later is not written', async () => {
    const gate = Promise.withResolvers<void>();
    const work = Promise.withResolvers<void>();
    const result = await attempt(database.mongo, fromNow(100), async (session) => {
      await add(session);
      await gate.promise;
      await add(session);
      work.resolve();
    });
    expect(result.status).toBe('unavailable');
    gate.resolve();
    await work.promise;
    await transact(database.mongo, add);
    expect(await value()).toBe(1);
  });

  it('lets everybody through who wants the same document', async () => {
    await Promise.all(Array.from({ length: 10 }, () => transact(database.mongo, add, { deadlineMs: 10_000 })));
    expect(await value()).toBe(10);
  });

  it('is unavailable when conflicts last beyond the deadline', async () => {
    const inner = await attempt(database.mongo, fromNow(5_000), async (outer) => {
      await add(outer);
      return transact(database.mongo, add, { deadlineMs: 200 }).catch((error: unknown) => error);
    });
    expect(inner).toMatchObject({ status: 'committed', value: { code: 'unavailable' } });
  });

  it('reads one moment in a snapshot', async () => {
    const read = await database.mongo.snapshot(async (session) => {
      const before = await counters().findOne({ _id: 'c' }, { session });
      await transact(database.mongo, add);
      const after = await counters().findOne({ _id: 'c' }, { session });
      return [before?.value, after?.value];
    });
    expect(read).toEqual([0, 0]);
    expect(await value()).toBe(1);
  });

  describe(Idempotency.name, () => {
    let idempotency: Idempotency;
    beforeAll(() => {
      idempotency = new Idempotency(database.mongo, database.env);
    });

    const count = async (session: Parameters<typeof add>[0]) => {
      await add(session);
      return { value: (await counters().findOne({ _id: 'c' }, { session }))?.value ?? -1 };
    };

    it('does it once for fifty who ask at once', async () => {
      const once = onceKey('u:a', 'POST /x', 'fifty', { a: 1 });
      const isAway = (error: unknown) => error instanceof DomainError && error.code === 'unavailable';
      // Who waits too long for the one that runs is sent away, and comes again.
      const insist = () =>
        eventually('an answer', () =>
          idempotency.run(once, count).catch((error: unknown) => {
            if (isAway(error)) return null;
            throw error;
          }),
        );
      const answers = await Promise.all(Array.from({ length: 50 }, insist));
      expect(answers).toEqual(Array.from({ length: 50 }, () => ({ value: 1 })));
      expect(await value()).toBe(1);
    });

    it('refuses the key for another body', async () => {
      await idempotency.run(onceKey('u:a', 'POST /x', 'body', { a: 1 }), count);
      const other = idempotency.run(onceKey('u:a', 'POST /x', 'body', { a: 2 }), count);
      await expect(other).rejects.toMatchObject({ code: 'idempotency_mismatch' });
    });

    it('remembers no failure', async () => {
      const once = onceKey('u:a', 'POST /x', 'failure', {});
      const failing = idempotency.run(once, () => Promise.reject(new DomainError('conflict')));
      await expect(failing).rejects.toMatchObject({ code: 'conflict' });
      expect(await idempotency.run(once, count)).toEqual({ value: 1 });
    });

    it('keeps a sealed answer from those who read the database', async () => {
      const once = onceKey('u:a', 'POST /x', 'sealed', {});
      const make = async () => ({ key: 'ek_canary' });
      expect(await idempotency.run(once, make, { seal: true })).toEqual({ key: 'ek_canary' });
      expect(await idempotency.run(once, make)).toEqual({ key: 'ek_canary' });
      const record = await database.mongo.collection<{ _id: string }>(IDEMPOTENCY).findOne({ _id: once.id });
      expect(JSON.stringify(record)).not.toContain('canary');
    });
  });
});
