import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Json } from '@eventide/contracts';
import { before, DeadlineExceeded, fromNow, unavailable } from '../platform/deadline.js';
import { toDomainError } from '../platform/failure.js';
import { Metrics } from '../platform/metrics.js';
import type { Frame } from '../realtime/frame.js';
import { RealtimePublisher } from '../realtime/realtime-publisher.js';
import { CommitQueue, CommitRequest, type Lane } from './commit-queue.js';
import { InboxRepository, type CommitResult, type InboxOutcome, type InboxWrite } from './inbox.repository.js';

type Settled = Exclude<CommitResult, { status: 'unknown' }>;

/** After so many lost conflicts a batch is split: smaller ones lose less often. */
const LOSSES_BEFORE_HALVING = 3;
const LONGEST_DRAIN_MS = 4_000;
/** Frames of bulk work that are published in one turn of the event loop. */
const FRAMES_A_TURN = 200;
/** So many batches of requests in a row may keep bulk work waiting. */
const REQUESTS_IN_A_ROW = 4;

export class InboxWriterLimits {
  /** What a batch may weigh, in documents. */
  readonly batch: Record<Lane, number> = { request: 256, bulk: 1_000 };
  /** What may wait in a lane before callers are sent away, in documents. */
  readonly queue: number = 20_000;
  /** How long a caller waits for the commit. */
  readonly deadlineMs: Record<Lane, number> = { request: 2_000, bulk: 5_000 };
}

/**
 * Group commit: one transaction at a time, and whatever came meanwhile is the next one. So an idle process answers as
 * fast as a single transaction, and a busy one writes many changes with each.
 *
 * Guarantees: a caller's `submit` resolves only after its commit, with its frames published just before; requests of one
 * person in one lane are done in the order of their submission; a request is never split over two transactions; a faulty
 * one takes no other down with it. Requests go before bulk work, which they can not keep waiting for ever. After `unavailable` a write may still have been done; the next batch waits until that is known.
 */
@Injectable()
export class InboxWriter implements OnApplicationShutdown {
  readonly #logger = new Logger(InboxWriter.name);
  readonly #lanes: Record<Lane, CommitQueue> = { request: new CommitQueue(), bulk: new CommitQueue() };
  readonly #meters: Meters;
  #working: Promise<void> | undefined;
  /** Batches of requests since the last one of bulk work. */
  #requestsInARow = 0;
  #closed = false;

  constructor(
    private readonly repository: InboxRepository,
    private readonly publisher: RealtimePublisher,
    metrics: Metrics,
    private readonly limits: InboxWriterLimits,
  ) {
    this.#meters = metersIn(metrics, this.#lanes);
  }

  /**
   * Commits a write, together with others.
   * @returns its answer, or the stored one if its key is known
   * @throws DomainError `unavailable` after 2 s (bulk work 5 s), when too many wait, or when shutting down; else what the
   * write is refused for
   */
  async submit(write: InboxWrite, lane: Lane = 'request'): Promise<Json> {
    const queue = this.#lanes[lane];
    if (this.#closed || queue.weight >= this.limits.queue) throw unavailable();
    const request = new CommitRequest(write, lane, this.limits.deadlineMs[lane], () => queue.remove(request));
    queue.add(request);
    this.#working ??= this.work();
    return request.answer;
  }

  /** Refuses new requests and finishes those that wait, within 4 s. */
  async drain(): Promise<void> {
    this.#closed = true;
    try {
      await before(fromNow(LONGEST_DRAIN_MS), Promise.resolve(this.#working));
    } catch (error) {
      if (!(error instanceof DeadlineExceeded)) throw error;
      this.#logger.warn('The database did not answer in time; the outcome of some writes is unknown');
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.drain();
  }

  private async work(): Promise<void> {
    // Whatever is submitted in the same turn of the event loop shares the first batch.
    await Promise.resolve();
    for (let batch = this.next(); batch.length > 0; batch = this.next()) await this.commitBatch(batch);
    this.#working = undefined;
  }

  private next(): CommitRequest[] {
    const { request, bulk } = this.#lanes;
    const isBulksTurn = request.isEmpty || (this.#requestsInARow >= REQUESTS_IN_A_ROW && !bulk.isEmpty);
    this.#requestsInARow = isBulksTurn ? 0 : this.#requestsInARow + 1;
    return isBulksTurn ? bulk.take(this.limits.batch.bulk) : request.take(this.limits.batch.request);
  }

  private async commitBatch(batch: readonly CommitRequest[]): Promise<void> {
    try {
      await this.commit(batch);
    } catch (error) {
      for (const request of batch) request.reject(toDomainError(error));
    }
  }

  /** Tries until everybody has an answer; splits the batch when it is refused or keeps losing. */
  private async commit(batch: readonly CommitRequest[]): Promise<void> {
    for (let losses = 0; ; ) {
      const live = batch.filter((request) => !request.isSettled);
      if (live.length === 0) return;
      const result = await this.attempt(live);
      if (result.status === 'committed') return this.answer(live, result.outcomes);
      if (result.status === 'conflict') losses += 1;
      const isRejected = result.status === 'rejected';
      if (live.length > 1 && (isRejected || losses >= LOSSES_BEFORE_HALVING)) return this.commitHalves(live);
      if (isRejected) return live[0]?.reject(toDomainError(result.cause));
      await pause(Math.random() * Math.min(5 * 2 ** losses, 100));
    }
  }

  private async commitHalves(batch: readonly CommitRequest[]): Promise<void> {
    const middle = Math.ceil(batch.length / 2);
    await this.commit(batch.slice(0, middle));
    await this.commit(batch.slice(middle));
  }

  /** One transaction. An unknown outcome is waited for: nobody may write on top of it. */
  private async attempt(batch: readonly CommitRequest[]): Promise<Settled> {
    const deadline = new Date(Math.max(...batch.map((request) => request.deadline.getTime())));
    const stop = this.#meters.seconds.startTimer();
    let result = await this.repository.commit(batch.map((request) => request.write), deadline);
    stop();
    if (result.status !== 'committed') this.#meters.failures.inc({ status: result.status });
    while (result.status === 'unknown') result = await result.settle();
    return result;
  }

  private async answer(batch: readonly CommitRequest[], outcomes: readonly InboxOutcome[]): Promise<void> {
    this.#meters.batch.observe(batch.reduce((sum, { weight }) => sum + weight, 0));
    const frames = outcomes.flatMap((outcome) => (outcome.ok ? outcome.frames : []));
    if (batch[0]?.lane === 'bulk') await this.publishInTurns(frames);
    else if (frames.length > 0) this.publisher.publish(frames);
    batch.forEach((request, index) => {
      const outcome = outcomes[index];
      if (outcome?.ok) request.resolve(outcome.answer);
      else request.reject(outcome?.error);
    });
  }

  /** Others get the event loop in between. */
  private async publishInTurns(frames: readonly Frame[]): Promise<void> {
    for (let first = 0; first < frames.length; first += FRAMES_A_TURN) {
      this.publisher.publishTogether(frames.slice(first, first + FRAMES_A_TURN));
      await nextTurn();
    }
  }
}

type Meters = ReturnType<typeof metersIn>;

function metersIn(metrics: Metrics, { request, bulk }: Record<Lane, CommitQueue>) {
  metrics.gauge('eventide_inbox_queue_documents', 'Changes of inboxes that wait for their transaction', [], (gauge) =>
    gauge.set(request.weight + bulk.weight),
  );
  return {
    batch: metrics.histogram(
      'eventide_inbox_batch_documents',
      'Changes of inboxes per committed transaction',
      [1, 4, 16, 64, 256, 1_024],
    ),
    seconds: metrics.histogram(
      'eventide_inbox_commit_seconds',
      'Time of one transaction on inboxes',
      [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2],
    ),
    failures: metrics.counter('eventide_inbox_commit_failures_total', 'Transactions on inboxes that did not commit', ['status']),
  };
}
