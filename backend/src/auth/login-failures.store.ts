import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Clock } from '../platform/clock.js';
import { Env } from '../platform/env.js';
import { DomainError } from '../platform/domain-error.js';
import { Mongo } from '../platform/mongo.js';

const COLLECTION = 'login_failures';
const WINDOW_MS = 60_000;

/** Failed sign-ins of one account from one address, within one minute from the first. */
@Schema({ collection: COLLECTION, versionKey: false })
export class LoginFailure {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: Number, required: true })
  count!: number;

  @Prop({ type: Date, required: true, index: { expireAfterSeconds: 0 } })
  expiresAt!: Date;
}

export const LoginFailureSchema = SchemaFactory.createForClass(LoginFailure);

/** Slows guessing of passwords and invitations down, on all nodes together. Tries of one account from one address are judged one after another. */
@Injectable()
export class LoginFailures {
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(
    private readonly mongo: Mongo,
    private readonly env: Env,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs the check unless too many failed; counts it when it gives null.
   * @throws DomainError `rate_limited` with the time until the minute is over
   */
  limit<T>(email: string, address: string, check: () => Promise<T | null>): Promise<T | null> {
    const id = createHash('sha256').update(`${email.toLowerCase()} ${address}`).digest('base64url');
    const turn = Promise.allSettled([this.queues.get(id)]).then(() => this.judge(id, check));
    this.queues.set(id, turn);
    return turn.finally(() => {
      if (this.queues.get(id) === turn) this.queues.delete(id);
    });
  }

  private async judge<T>(id: string, check: () => Promise<T | null>): Promise<T | null> {
    const now = new Date(this.clock.now());
    const failures = await this.records.findOne({ _id: id, expiresAt: { $gt: now } });
    if (failures && failures.count >= this.env.limits.loginFailuresPerMinute) {
      const retryAfterMs = failures.expiresAt.getTime() - now.getTime();
      throw new DomainError('rate_limited', 'Too many failed tries. Please wait a minute.', { retryAfterMs });
    }
    const result = await check();
    if (result === null) await this.count(id, now);
    return result;
  }

  /** A new minute starts in the same update that ends the old one. */
  private async count(id: string, now: Date): Promise<void> {
    const running = { $gt: ['$expiresAt', now] };
    await this.records.updateOne(
      { _id: id },
      [
        {
          $set: {
            count: { $cond: [running, { $add: ['$count', 1] }, 1] },
            expiresAt: { $cond: [running, '$expiresAt', new Date(now.getTime() + WINDOW_MS)] },
          },
        },
      ],
      { upsert: true },
    );
  }

  private get records() {
    return this.mongo.collection<LoginFailure>(COLLECTION);
  }
}
