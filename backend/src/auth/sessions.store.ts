import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Clock } from '../platform/clock.js';
import { Env } from '../platform/env.js';
import { Mongo } from '../platform/mongo.js';

const COLLECTION = 'sessions';

/** A signed-in browser: its refresh cookies are generations of one session. */
@Schema({ collection: COLLECTION, versionKey: false })
export class Session {
  /** The `sid` of tokens. */
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true, index: true })
  userId!: string;

  @Prop({ type: Number, required: true })
  generation!: number;

  @Prop({ type: Date, required: true })
  rotatedAt!: Date;

  @Prop({ type: Date, required: true, index: { expireAfterSeconds: 0 } })
  expiresAt!: Date;
}

export const SessionSchema = SchemaFactory.createForClass(Session);

/** Sessions that may still be refreshed; one that has ended is gone. */
@Injectable()
export class Sessions {
  constructor(
    private readonly mongo: Mongo,
    private readonly env: Env,
    private readonly clock: Clock,
  ) {}

  async start(userId: string): Promise<Session> {
    const session = { _id: randomUUID(), userId, generation: 1, ...this.times() };
    await this.records.insertOne(session);
    return session;
  }

  find(sid: string): Promise<Session | null> {
    return this.records.findOne({ _id: sid, expiresAt: { $gt: new Date(this.clock.now()) } });
  }

  /** Gives the next generation out. @returns null when somebody else just did */
  rotate(session: Session): Promise<Session | null> {
    return this.records.findOneAndUpdate(
      { _id: session._id, generation: session.generation },
      { $inc: { generation: 1 }, $set: this.times() },
      { returnDocument: 'after' },
    );
  }

  async end(userId: string, sid: string): Promise<void> {
    await this.records.deleteOne({ _id: sid, userId });
  }

  async idsOf(userId: string): Promise<string[]> {
    return this.records.distinct('_id', { userId });
  }

  private times(): { rotatedAt: Date; expiresAt: Date } {
    const now = this.clock.now();
    return { rotatedAt: new Date(now), expiresAt: new Date(now + this.env.tokens.refreshTtlS * 1000) };
  }

  private get records() {
    return this.mongo.collection<Session>(COLLECTION);
  }
}
