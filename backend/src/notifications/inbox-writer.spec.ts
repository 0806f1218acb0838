import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Json } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import { Metrics } from '../platform/metrics.js';
import type { Frame } from '../realtime/frame.js';
import { RealtimePublisher } from '../realtime/realtime-publisher.js';
import { InMemoryInboxRepository } from './in-memory-inbox.repository.js';
import type { CommitResult, Draft, InboxWrite } from './inbox.repository.js';
import { InboxWriter, InboxWriterLimits } from './inbox-writer.js';

class RecordingPublisher extends RealtimePublisher {
  readonly batches: (readonly Frame[])[] = [];

  publish(frames: readonly Frame[]): void {
    this.batches.push(frames);
  }

  publishTogether(frames: readonly Frame[]): void {
    this.publish(frames);
  }

  sendToUser(): void {
    throw new Error('Nothing here is without a place');
  }
}

type Step = (batch: readonly InboxWrite[], real: () => Promise<CommitResult>) => Promise<CommitResult>;

/** The twin, but each commit first follows a script; when the script is over it commits. */
class ScriptedRepository extends InMemoryInboxRepository {
  readonly batches: number[] = [];
  readonly script: Step[] = [];
  /** When set, decides every commit that the script does not. */
  rule: Step | undefined;

  override async commit(batch: readonly InboxWrite[]): Promise<CommitResult> {
    this.batches.push(batch.length);
    const step = this.script.shift() ?? this.rule;
    const real = () => super.commit(batch);
    return step ? step(batch, real) : real();
  }
}

const conflict: Step = async () => ({ status: 'conflict', cause: new Error('another writer') });
const away: Step = async () => ({ status: 'unavailable', cause: new Error('no database') });

/** A commit that stays open until it is released, so that others gather behind it. */
function held(): { step: Step; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { step: async (_, real) => (await promise, real()), release: resolve };
}

/** What is submitted in one turn shares a batch; after this, the first has begun. */
const batchBegun = () => Promise.resolve();

function creation(userIds: string[], rest: Partial<InboxWrite> = {}): InboxWrite {
  const drafts = userIds.map(
    (userId): Draft => ({
      id: randomUUID(),
      userId,
      type: 'a',
      category: 'a',
      severity: 'info',
      title: 'Title',
      message: 'Message',
      timestamp: new Date(),
    }),
  );
  return { kind: 'create', drafts, answer: (sent) => sent.map(({ seq }) => seq), ...rest } as InboxWrite;
}

function readAll(userId: string, upTo: number): InboxWrite {
  return { kind: 'command', command: { op: 'readAll', userId, upTo }, answer: ({ unread }) => unread };
}

describe(InboxWriter.name, () => {
  const writers: InboxWriter[] = [];

  function start(limits: Partial<InboxWriterLimits> = {}) {
    const repository = new ScriptedRepository();
    const publisher = new RecordingPublisher();
    const writer = new InboxWriter(repository, publisher, new Metrics(), { ...new InboxWriterLimits(), ...limits });
    writers.push(writer);
    return { repository, publisher, writer };
  }

  afterEach(async () => {
    await Promise.all(writers.splice(0).map((writer) => writer.drain()));
  });

  it('commits alone what comes alone, and together what comes meanwhile', async () => {
    const { repository, writer } = start();
    const first = held();
    repository.script.push(first.step);
    const answers = [writer.submit(creation(['ada']))];
    await batchBegun();
    for (let i = 0; i < 10; i++) answers.push(writer.submit(creation(['ada', 'bob'])));
    first.release();
    expect(await Promise.all(answers)).toEqual([[1], ...Array.from({ length: 10 }, (_, i) => [i + 2, i + 1])]);
    expect(repository.batches).toEqual([1, 10]);
  });

  it('publishes the frames of a batch at once, in order, before it answers', async () => {
    const { publisher, writer } = start();
    await Promise.all([writer.submit(creation(['ada', 'bob'])), writer.submit(creation(['ada']))]);
    expect(publisher.batches.length).toBe(1);
    expect(publisher.batches[0]?.map(({ payload }) => 'prev' in payload && payload.prev)).toEqual([0, 0, 1]);
  });

  it('keeps the order of each person, with one command per batch', async () => {
    const { repository, writer } = start();
    const answers = Promise.all([
      writer.submit(creation(['ada'])),
      writer.submit(readAll('ada', 1)),
      writer.submit(creation(['ada', 'bob'])),
      writer.submit(creation(['eve'])),
      writer.submit(readAll('ada', 2)),
    ]);
    expect(await answers).toEqual([[1], 0, [3, 1], [1], 1]);
    expect(repository.batches).toEqual([2, 1, 1, 1]);
  });

  it('limits a batch, and lets a request that is bigger go alone and whole', async () => {
    const { repository, writer } = start({ batch: { request: 3, bulk: 3 } });
    const many = Array.from({ length: 5 }, (_, i) => `user-${i}`);
    await Promise.all([
      writer.submit(creation(['ada', 'bob'])),
      writer.submit(creation(many)),
      writer.submit(creation(['eve'])),
      writer.submit(creation(['eve', 'bob'])),
    ]);
    expect(repository.batches).toEqual([1, 1, 2]);
  });

  it('tries again after conflicts and while the database is away', async () => {
    const { repository, writer } = start();
    repository.script.push(conflict, away, conflict);
    expect(await writer.submit(creation(['ada']))).toEqual([1]);
  });

  it('splits a batch that keeps losing', async () => {
    const { repository, writer } = start();
    repository.script.push(conflict, conflict, conflict);
    await Promise.all([writer.submit(creation(['ada'])), writer.submit(creation(['bob']))]);
    expect(repository.batches).toEqual([2, 2, 2, 1, 1]);
  });

  it('lets only the guilty request of a refused batch fail', async () => {
    const { repository, publisher, writer } = start();
    const isGuilty = (write: InboxWrite) => write.kind === 'create' && write.drafts.some(({ userId }) => userId === 'mallory');
    repository.rule = async (batch, real) =>
      batch.some(isGuilty) ? { status: 'rejected', cause: new Error('document too large') } : real();
    const people = ['ada', 'bob', 'mallory', 'eve', 'dan'];
    const results = await Promise.allSettled(people.map((person) => writer.submit(creation([person]))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(results[2]).toMatchObject({ reason: { code: 'internal' } });
    expect(publisher.batches.flat().length).toBe(4);
  });

  it('tells the caller what the write itself was refused for', async () => {
    const { repository, writer } = start();
    repository.script.push(async () => ({ status: 'rejected', cause: new DomainError('conflict') }));
    await expect(writer.submit(creation(['ada']))).rejects.toMatchObject({ code: 'conflict' });
    await expect(writer.submit(readAll('ada', 9))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('survives a repository that throws', async () => {
    const { repository, writer } = start();
    repository.script.push(() => Promise.reject(new Error('a bug')));
    await expect(writer.submit(creation(['ada']))).rejects.toMatchObject({ code: 'internal' });
    expect(await writer.submit(creation(['ada']))).toEqual([1]);
  });

  it('takes a waiting request out at its deadline: it is surely not written', async () => {
    const { repository, writer } = start({ deadlineMs: { request: 40, bulk: 40 } });
    const first = held();
    repository.script.push(first.step);
    const running = writer.submit(creation(['ada']));
    await batchBegun();
    const waiting = writer.submit(creation(['bob']));
    await expect(running).rejects.toMatchObject({ code: 'unavailable' });
    await expect(waiting).rejects.toMatchObject({ code: 'unavailable' });
    first.release();
    await writer.drain();
    expect(repository.state.of('ada').head.seq).toBe(1);
    expect(repository.state.of('bob').head.seq).toBe(0);
  });

  it('gives up at the deadline while the database stays away', async () => {
    const { repository, writer } = start({ deadlineMs: { request: 40, bulk: 40 } });
    repository.rule = away;
    await expect(writer.submit(creation(['ada']))).rejects.toMatchObject({ code: 'unavailable', details: { retryAfterMs: 1_000 } });
  });

  it('settles an unknown outcome before the next batch, and publishes if it was committed', async () => {
    const { repository, publisher, writer } = start({ deadlineMs: { request: 40, bulk: 40 } });
    const { promise: found, resolve: find } = Promise.withResolvers<void>();
    repository.script.push(async (_, real) => ({ status: 'unknown', settle: async () => (await found, real()) }));
    await expect(writer.submit(creation(['ada']))).rejects.toMatchObject({ code: 'unavailable' });
    const next = writer.submit(creation(['ada']));
    expect(repository.batches).toEqual([1]);
    find();
    expect(await next).toEqual([2]);
    expect(publisher.batches.flat().map(({ payload }) => 'seq' in payload && payload.seq)).toEqual([1, 2]);
  });

  it('repeats what turned out not to be written, if its caller still waits', async () => {
    const { repository, writer } = start();
    repository.script.push(async () => ({ status: 'unknown', settle: async () => ({ status: 'conflict', cause: null }) }));
    expect(await writer.submit(creation(['ada']))).toEqual([1]);
  });

  it('sends callers away when too much waits', async () => {
    const { repository, writer } = start({ queue: 2 });
    const first = held();
    repository.script.push(first.step);
    const accepted: Promise<Json>[] = [writer.submit(creation(['ada']))];
    await batchBegun();
    accepted.push(writer.submit(creation(['ada', 'bob'])));
    await expect(writer.submit(creation(['eve']))).rejects.toMatchObject({ code: 'unavailable' });
    first.release();
    expect((await Promise.all(accepted)).length).toBe(2);
  });

  it('lets requests go before bulk work that came earlier', async () => {
    const { publisher, writer } = start();
    await Promise.all([writer.submit(creation(['bulk']), 'bulk'), writer.submit(creation(['ada']))]);
    expect(publisher.batches.map(([frame]) => frame && 'userId' in frame && frame.userId)).toEqual(['ada', 'bulk']);
  });

  it('lets bulk work have its turn after four batches of requests', async () => {
    const { publisher, writer } = start({ batch: { request: 1, bulk: 1 } });
    const requests = ['a', 'b', 'c', 'd', 'e', 'f'].map((person) => writer.submit(creation([person])));
    await Promise.all([writer.submit(creation(['bulk']), 'bulk'), ...requests]);
    const people = publisher.batches.map(([frame]) => frame && 'userId' in frame && frame.userId);
    expect(people).toEqual(['a', 'b', 'c', 'd', 'bulk', 'e', 'f']);
  });

  it('publishes the frames of bulk work some hundred at a time, before it answers', async () => {
    const { publisher, writer } = start();
    await writer.submit(creation(Array.from({ length: 500 }, (_, i) => `user-${i}`)), 'bulk');
    expect(publisher.batches.map(({ length }) => length)).toEqual([200, 200, 100]);
  });

  it('has a deadline of its own for bulk work', async () => {
    const { repository, writer } = start({ deadlineMs: { request: 20, bulk: 10_000 } });
    repository.script.push(away, away, async (_, real) => new Promise((resolve) => setTimeout(() => resolve(real()), 60)));
    expect(await writer.submit(creation(['ada']), 'bulk')).toEqual([1]);
  });

  it('finishes what waits when it is closed, and takes nothing more', async () => {
    const { repository, writer } = start();
    const first = held();
    repository.script.push(first.step);
    const answers = [writer.submit(creation(['ada'])), writer.submit(creation(['bob']))];
    const drained = writer.drain();
    await expect(writer.submit(creation(['eve']))).rejects.toMatchObject({ code: 'unavailable' });
    first.release();
    await drained;
    expect(await Promise.all(answers)).toEqual([[1], [1]]);
  });
});
