import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JobStatus, Json } from '@eventide/contracts';
import type { mongo } from 'mongoose';
import { Env } from '../platform/env.js';
import { Mongo, type Snapshot } from '../platform/mongo.js';
import { JOBS, toStoredJob, type JobDocument } from './job.schema.js';
import type { QueueName } from './queues.js';
import type { JobCounts, StoredJob } from './stored-job.js';

/** How long a run holds its job without a sign of life. */
const LEASE_MS = 10_000;
/** What nobody took for so long is put on its queue again. */
const OVERDUE_MS = 5_000;
const AT_ONCE = 200;
const DAY_MS = 24 * 3_600 * 1_000;

/** The right to run a job, for as long as it is renewed. */
export interface Lease {
  readonly name: string;
  readonly job: StoredJob;
}

type FinalStatus = Exclude<JobStatus, 'queued' | 'running'>;

const OPEN: JobStatus[] = ['queued', 'running'];
/** By the database's clock, so that the clocks of workers don't matter. */
const UNLEASED = { $expr: { $lt: [{ $ifNull: ['$leaseUntil', new Date(0)] }, '$$NOW'] } };
const LEASE_FROM_NOW = { $add: ['$$NOW', LEASE_MS] };

/** Job records: the truth about background work. A queue only carries their ids. */
@Injectable()
export class JobsStore {
  constructor(
    private readonly mongo: Mongo,
    private readonly env: Env,
  ) {}

  async insert(queue: QueueName, ownerId: string, request: Json | object, session: Snapshot): Promise<StoredJob> {
    const now = new Date();
    const document: JobDocument = {
      _id: randomUUID(),
      queue,
      ownerId,
      request: JSON.stringify(request),
      status: 'queued',
      total: 0,
      done: 0,
      notified: 0,
      failed: 0,
      cursor: 'null',
      cancelRequested: false,
      attempts: 0,
      createdAt: now,
      queuedAt: now,
    };
    await this.jobs.insertOne(document, { session });
    return toStoredJob(document);
  }

  async find(queue: QueueName, id: string): Promise<StoredJob | null> {
    const found = await this.jobs.findOne({ _id: id, queue });
    return found && toStoredJob(found);
  }

  /** The newest first; with an owner, theirs alone. */
  async newest(queue: QueueName, limit: number, ownerId?: string): Promise<StoredJob[]> {
    const filter = { queue, ...(ownerId !== undefined && { ownerId }) };
    const found = await this.jobs.find(filter, { sort: { createdAt: -1, _id: -1 }, limit }).toArray();
    return found.map(toStoredJob);
  }

  /** @returns null when it is finished, or somebody else's for now */
  async claim(queue: QueueName, id: string): Promise<Lease | null> {
    const name = randomUUID();
    const job = await this.update({ _id: id, queue, status: { $in: OPEN }, ...UNLEASED }, {
      status: 'running',
      lease: name,
      leaseUntil: LEASE_FROM_NOW,
      startedAt: { $ifNull: ['$startedAt', '$$NOW'] },
      attempts: { $add: ['$attempts', 1] },
    });
    return job && { name, job };
  }

  /** @returns the job as it is now; null when the lease was lost */
  renew(lease: Lease): Promise<StoredJob | null> {
    return this.update(held(lease), { leaseUntil: LEASE_FROM_NOW });
  }

  /** Writes down how far it has come, which renews the lease too. @returns null when the lease was lost */
  progress(lease: Lease, counts: Partial<JobCounts>, cursor: Json | undefined): Promise<StoredJob | null> {
    return this.update(held(lease), {
      ...counts,
      ...(cursor !== undefined && { cursor: { $literal: JSON.stringify(cursor) } }),
      attempts: 1,
      leaseUntil: LEASE_FROM_NOW,
    });
  }

  /** @returns null when the lease was lost */
  finish(lease: Lease, status: FinalStatus, error?: string): Promise<StoredJob | null> {
    return this.end(held(lease), status, error);
  }

  /** Gives an unfinished job back, to be put on its queue by any process. */
  async release(lease: Lease): Promise<void> {
    await this.update(held(lease), { status: 'queued', lease: '$$REMOVE', leaseUntil: '$$REMOVE', queuedAt: new Date(0) });
  }

  /** Ends a job that nobody runs, or asks its run to end. @returns null when it is finished */
  async cancel(queue: QueueName, id: string): Promise<StoredJob | null> {
    const waiting = await this.end({ _id: id, queue, status: 'queued' }, 'cancelled');
    return waiting ?? this.update({ _id: id, queue, status: 'running' }, { cancelRequested: true });
  }

  /** Opens a failed or cancelled job again, where it stopped. @returns null when it is neither */
  retry(queue: QueueName, id: string): Promise<StoredJob | null> {
    return this.update(
      { _id: id, queue, status: { $in: ['failed', 'cancelled'] } },
      {
        status: 'queued',
        attempts: 0,
        cancelRequested: false,
        queuedAt: '$$NOW',
        error: '$$REMOVE',
        finishedAt: '$$REMOVE',
        expiresAt: '$$REMOVE',
      },
    );
  }

  /** Open jobs that nobody runs although they were put on their queue a while ago; marked as put there now. */
  async takeOverdue(): Promise<{ queue: QueueName; id: string }[]> {
    const overdue = { $expr: { $lt: ['$queuedAt', { $subtract: ['$$NOW', OVERDUE_MS] }] } };
    const found = await this.jobs
      .find({ status: { $in: OPEN }, $and: [overdue, UNLEASED] }, { projection: { queue: 1 }, limit: AT_ONCE, sort: { queuedAt: 1 } })
      .toArray();
    if (found.length === 0) return [];
    await this.jobs.updateMany({ _id: { $in: found.map(({ _id }) => _id) } }, { $currentDate: { queuedAt: true } });
    return found.map(({ _id, queue }) => ({ queue, id: _id }));
  }

  private end(filter: mongo.Filter<JobDocument>, status: FinalStatus, error?: string): Promise<StoredJob | null> {
    return this.update(filter, {
      status,
      finishedAt: '$$NOW',
      lease: '$$REMOVE',
      leaseUntil: '$$REMOVE',
      error: error === undefined ? '$$REMOVE' : { $literal: error },
      expiresAt: { $add: ['$$NOW', this.env.retentionDays * DAY_MS] },
    });
  }

  private async update(filter: mongo.Filter<JobDocument>, fields: mongo.Document): Promise<StoredJob | null> {
    const updated = await this.jobs.findOneAndUpdate(filter, [{ $set: fields }], { returnDocument: 'after' });
    return updated && toStoredJob(updated);
  }

  private get jobs() {
    return this.mongo.collection<JobDocument>(JOBS);
  }
}

function held({ name, job }: Lease): mongo.Filter<JobDocument> {
  return { _id: job.id, status: 'running', lease: name };
}
