import { setTimeout as pause } from 'node:timers/promises';
import type { ClientSession } from 'mongoose';
import { before, DEADLINES, DeadlineExceeded, fromNow, unavailable } from './deadline.js';
import { DomainError } from './domain-error.js';
import type { Mongo } from './mongo.js';
import { isConflict, isDatabaseAway, isRefused } from './mongo-failure.js';

/** What became of one try of a transaction. */
export type Attempt<T> =
  | { status: 'committed'; value: T }
  /**
   * Surely not written. `conflict`: another writer was faster; `unavailable`: the database did not answer before the
   * commit was asked for; `rejected`: the work or the database refused, and would again.
   */
  | { status: 'conflict' | 'unavailable' | 'rejected'; cause: unknown }
  /** Asked to commit and heard nothing in time; `settle` goes on asking for as long as it takes. */
  | { status: 'unknown'; settle: () => Promise<'committed' | 'aborted'> };

const LONGEST_PAUSE_MS = 1_000;
/** A server's own limit, unless it is set lower. */
const LONGEST_TRANSACTION_MS = 60_000;

/**
 * Runs the work in one transaction, once, and never past the deadline; only the commit is repeated. Work that hangs is
 * left to end by itself: its session ends after it, so none of its writes can land outside the transaction.
 */
export async function attempt<T>(
  mongo: Mongo,
  deadline: Date,
  work: (session: ClientSession) => Promise<T>,
): Promise<Attempt<T>> {
  const session = mongo.connection.getClient().startSession();
  session.startTransaction({
    readConcern: { level: 'snapshot' },
    writeConcern: { w: 'majority', j: true },
    readPreference: 'primary',
  });
  const working = work(session);
  try {
    const value = await before(deadline, working);
    return await commit(session, value, deadline);
  } catch (cause) {
    await abandon(mongo, session, working, cause, deadline);
    return { status: failureOf(cause), cause };
  }
}

/** Aborts when the work has ended, and waits for it until the deadline, so that a retry doesn't meet what this try left. */
async function abandon(
  mongo: Mongo,
  session: ClientSession,
  working: Promise<unknown>,
  cause: unknown,
  deadline: Date,
): Promise<void> {
  const isAnswered = isRefused(cause) || cause instanceof DomainError;
  const ended = Promise.allSettled([working])
    .then(() => (isAnswered ? undefined : release(mongo, session)))
    .then(() => session.endSession());
  try {
    await before(deadline, ended);
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
  }
}

/**
 * Makes the server forget a transaction whose link was lost: it would keep what it has locked for as long as it lets a
 * transaction live, and the driver asks to abort only once.
 */
async function release(mongo: Mongo, session: ClientSession): Promise<void> {
  const admin = mongo.connection.getClient().db('admin');
  const forgotten = Date.now() + LONGEST_TRANSACTION_MS;
  for (let waitMs = 20; Date.now() < forgotten; waitMs = Math.min(2 * waitMs, LONGEST_PAUSE_MS)) {
    try {
      await admin.command({ killSessions: [session.id] });
      return;
    } catch (error) {
      if (isRefused(error)) return;
    }
    await pause(waitMs, undefined, { ref: false });
  }
}

function failureOf(cause: unknown): 'conflict' | 'unavailable' | 'rejected' {
  if (isConflict(cause)) return 'conflict';
  return isDatabaseAway(cause) || cause instanceof DeadlineExceeded ? 'unavailable' : 'rejected';
}

type Settled = { status: 'committed' } | { status: 'aborted'; cause: unknown };
type CommitFate = Settled | { status: 'unknown'; cause: unknown };

async function askToCommit(session: ClientSession): Promise<CommitFate> {
  try {
    await session.commitTransaction();
    return { status: 'committed' };
  } catch (cause) {
    return { status: isRefused(cause) ? 'aborted' : 'unknown', cause };
  }
}

async function commit<T>(session: ClientSession, value: T, deadline: Date): Promise<Attempt<T>> {
  const settling = settle(session);
  try {
    const fate = await before(deadline, settling);
    return fate.status === 'committed' ? { status: 'committed', value } : { status: 'conflict', cause: fate.cause };
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    return { status: 'unknown', settle: async () => (await settling).status };
  }
}

/** Repeats the commit until its fate is known, with growing pauses, and ends the session. */
async function settle(session: ClientSession): Promise<Settled> {
  try {
    for (let waitMs = 20; ; waitMs = Math.min(2 * waitMs, LONGEST_PAUSE_MS)) {
      const fate = await askToCommit(session);
      if (fate.status !== 'unknown') return fate;
      await pause(waitMs);
    }
  } finally {
    await session.endSession();
  }
}

/**
 * Runs the work in a transaction, again after a conflict, until the deadline.
 * @throws DomainError `unavailable` when it was not committed in time or its outcome is unknown; else what the work threw
 */
export async function transact<T>(
  mongo: Mongo,
  work: (session: ClientSession) => Promise<T>,
  { deadlineMs = DEADLINES.database }: { deadlineMs?: number } = {},
): Promise<T> {
  const deadline = fromNow(deadlineMs);
  for (;;) {
    const result = await attempt(mongo, deadline, work);
    switch (result.status) {
      case 'committed':
        return result.value;
      case 'rejected':
        throw result.cause;
      case 'unknown':
        throw unavailable();
      case 'conflict':
      case 'unavailable':
        if (Date.now() >= deadline.getTime()) throw unavailable(result.cause);
        await pause(5 + Math.random() * 20);
    }
  }
}
