import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Leases } from './leases.js';
import { Mongo } from './mongo.js';
import { isConflict } from './mongo-failure.js';

const LEASES = 'leases';

/** Which process does a piece of background work, and until when. */
@Schema({ collection: LEASES, versionKey: false })
export class LeaseRecord {
  /** The name of the work. */
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  holder!: string;

  @Prop({ type: Date, required: true })
  until!: Date;
}

export const LeaseSchema = SchemaFactory.createForClass(LeaseRecord);

/** Judges times by the database's clock, so that those of the processes may differ. */
@Injectable()
export class MongoLeases extends Leases {
  readonly #holder = randomUUID();

  constructor(private readonly mongo: Mongo) {
    super();
  }

  async hold(name: string, forMs: number): Promise<boolean> {
    const free = { $or: [{ $eq: ['$holder', this.#holder] }, { $lte: [{ $ifNull: ['$until', '$$NOW'] }, '$$NOW'] }] };
    const until = { $dateAdd: { startDate: '$$NOW', unit: 'millisecond', amount: forMs } };
    const taken = { holder: { $cond: [free, this.#holder, '$holder'] }, until: { $cond: [free, until, '$until'] } };
    try {
      const lease = await this.records.findOneAndUpdate({ _id: name }, [{ $set: taken }], { upsert: true, returnDocument: 'after' });
      return lease?.holder === this.#holder;
    } catch (error) {
      // Another was faster to make the first one of this name.
      if (isConflict(error)) return false;
      throw error;
    }
  }

  async release(name: string): Promise<void> {
    await this.records.deleteOne({ _id: name, holder: this.#holder });
  }

  private get records() {
    return this.mongo.collection<LeaseRecord>(LEASES);
  }
}
