import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { JOB_STATUSES, type JobStatus, type Json } from '@eventide/contracts';
import { QUEUES, type QueueName } from './queues.js';
import type { StoredJob } from './stored-job.js';

export const JOBS = 'jobs';

/** Declares the collection and its indexes; it is read and written with the driver's own calls. */
@Schema({ collection: JOBS, versionKey: false })
export class JobDocument {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true, enum: QUEUES })
  queue!: QueueName;

  @Prop({ type: String, required: true })
  ownerId!: string;

  /** JSON text, so that `$` and `.` in keys mean nothing to the database. */
  @Prop({ type: String, required: true })
  request!: string;

  @Prop({ type: String, required: true, enum: JOB_STATUSES })
  status!: JobStatus;

  @Prop({ type: Number, required: true })
  total!: number;

  @Prop({ type: Number, required: true })
  done!: number;

  @Prop({ type: Number, required: true })
  notified!: number;

  @Prop({ type: Number, required: true })
  failed!: number;

  /** JSON text. */
  @Prop({ type: String, required: true })
  cursor!: string;

  @Prop({ type: Boolean, required: true })
  cancelRequested!: boolean;

  @Prop({ type: Number, required: true })
  attempts!: number;

  @Prop({ type: Date, required: true })
  createdAt!: Date;

  /** When it was last put on its queue. */
  @Prop({ type: Date, required: true })
  queuedAt!: Date;

  @Prop({ type: Date })
  startedAt?: Date;

  @Prop({ type: Date })
  finishedAt?: Date;

  @Prop({ type: String })
  error?: string;

  /** The name of the run that holds it, and until when nobody else may run it. */
  @Prop({ type: String })
  lease?: string;

  @Prop({ type: Date })
  leaseUntil?: Date;

  /** A finished one is kept no longer. */
  @Prop({ type: Date, index: { expireAfterSeconds: 0 } })
  expiresAt?: Date;
}

export const JobSchema = SchemaFactory.createForClass(JobDocument);
JobSchema.index({ queue: 1, createdAt: -1, _id: -1 });
JobSchema.index({ queuedAt: 1 }, { partialFilterExpression: { status: { $in: ['queued', 'running'] } } });

export function toStoredJob({ _id, ...stored }: JobDocument): StoredJob {
  return {
    id: _id,
    queue: stored.queue,
    ownerId: stored.ownerId,
    request: JSON.parse(stored.request) as Json,
    status: stored.status,
    total: stored.total,
    done: stored.done,
    notified: stored.notified,
    failed: stored.failed,
    cursor: JSON.parse(stored.cursor) as Json,
    cancelRequested: stored.cancelRequested,
    attempts: stored.attempts,
    createdAt: stored.createdAt,
    startedAt: stored.startedAt ?? null,
    finishedAt: stored.finishedAt ?? null,
    ...(stored.error !== undefined && { error: stored.error }),
  };
}
