import { randomUUID } from 'node:crypto';
import type { Change, Json, ListStatus, NewNotification, NotificationChanged } from '@eventide/contracts';
import type { InboxFrame } from '../realtime/frame.js';
import type { InboxHead, StreamView } from '../realtime/stream-source.js';
import type {
  CommitResult,
  Draft,
  InboxCommand,
  InboxOutcome,
  InboxRepository,
  InboxResult,
  InboxWrite,
  ListPage,
} from './inbox.repository.js';

/** Inboxes to test, and what else the tests must see or arrange. */
export interface InboxWorld {
  repository: InboxRepository;
  /** Another one on the same inboxes, as another process has it. */
  other: InboxRepository;
  epoch: string;
  /** Publishes an announcement. @returns its `createdSeq` */
  announce(id: string): Promise<number>;
  /** Ids of the announcements that a person has read. */
  receipts(userId: string): Promise<string[]>;
  withView<T>(userId: string, work: (view: StreamView) => Promise<T>): Promise<T>;
  /** Falsifies the stored count, as a defect would. */
  breakCount(userId: string, unread: number): Promise<void>;
  /** Ids of documents of a collection. */
  documents(collection: string): Promise<string[]>;
  close(): Promise<void>;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A new person's inbox, and the steps that tests take with it. */
export class TestInbox {
  readonly userId = `u-${randomUUID()}`;

  constructor(private readonly world: InboxWorld) {}

  /** Valid; only the fields that matter need to be named. */
  draft(patch: Partial<Draft> = {}): Draft {
    return {
      id: randomUUID(),
      userId: this.userId,
      type: 'task.assigned',
      category: 'task',
      severity: 'info',
      title: 'Title',
      message: 'Message',
      timestamp: new Date('2026-01-01T00:00:00.000Z'),
      ...patch,
    };
  }

  async add(patch: Partial<Draft> = {}): Promise<NewNotification> {
    const [outcome] = await commitTo(this.world.repository, [creation([this.draft(patch)])]);
    const [frame] = framesOf(outcome);
    if (frame?.event !== 'newNotification') throw new Error('A creation makes a frame');
    return frame.payload;
  }

  /** The result of a command with the changes that its frame tells of. @throws what it is refused for */
  async run(
    command: DistributiveOmit<InboxCommand, 'userId'>,
  ): Promise<InboxResult & { changes: Change[]; prev: number }> {
    const whole: InboxCommand = { userId: this.userId, ...command };
    const [outcome] = await commitTo(this.world.repository, [commanded(whole)]);
    const frame = framesOf(outcome)[0]?.payload as NotificationChanged | undefined;
    const result = answerOf(outcome) as unknown as InboxResult;
    return { ...result, changes: frame?.changes ?? [], prev: frame?.prev ?? result.seq };
  }

  list(status: ListStatus = 'all', limit = 100): Promise<ListPage> {
    return this.world.repository.list({ userId: this.userId, status, limit });
  }

  delta(after: number, limit = 1_000): Promise<Change[]> {
    return this.world.withView(this.userId, (view) => this.world.repository.delta(view, after, limit));
  }

  head(): Promise<InboxHead> {
    return this.world.withView(this.userId, async (view) => view.inbox);
  }
}

export function creation(drafts: Draft[], rest: Partial<InboxWrite> = {}): InboxWrite {
  const answer = (sent: readonly { id: string; userId: string; seq: number }[]): Json => sent.map((item) => ({ ...item }));
  return { kind: 'create', drafts, answer, ...rest } as InboxWrite;
}

export function commanded(command: InboxCommand, rest: Partial<InboxWrite> = {}): InboxWrite {
  const answer = (result: InboxResult): Json => ({ ...result, notFound: [...result.notFound] });
  return { kind: 'command', command, answer, ...rest } as InboxWrite;
}

export async function commitTo(repository: InboxRepository, batch: InboxWrite[]): Promise<readonly InboxOutcome[]> {
  return outcomesOf(await repository.commit(batch, new Date(Date.now() + 5_000)));
}

export function outcomesOf(result: CommitResult): readonly InboxOutcome[] {
  if (result.status !== 'committed') throw new Error(`Not committed: ${result.status}`, { cause: result });
  return result.outcomes;
}

/** @throws what the write was refused for */
export function framesOf(outcome: InboxOutcome | undefined): InboxFrame[] {
  if (outcome?.ok) return outcome.frames as InboxFrame[];
  throw outcome ? outcome.error : new Error('There is no outcome');
}

/** @throws what the write was refused for */
export function answerOf(outcome: InboxOutcome | undefined): Json {
  if (outcome?.ok) return outcome.answer;
  throw outcome ? outcome.error : new Error('There is no outcome');
}
