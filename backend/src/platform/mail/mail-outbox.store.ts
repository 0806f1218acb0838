import { Injectable } from '@nestjs/common';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { mongo } from 'mongoose';
import { Clock } from '../clock.js';
import { Env } from '../env.js';
import { Mongo, type Insert, type Snapshot } from '../mongo.js';
import type { Mail } from './mail.js';

const MAILS = 'mails';
const DAY_MS = 24 * 3_600_000;

/** A mail on its way, or what is remembered of one that was sent or given up. */
@Schema({ collection: MAILS, versionKey: false })
export class MailRecord {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: Object, required: true })
  to!: Mail['to'];

  @Prop({ type: String, required: true })
  subject!: string;

  /** Both bodies go when the mail is sent or given up. */
  @Prop({ type: String })
  text?: string;

  @Prop({ type: String })
  html?: string;

  @Prop({ type: Date, required: true })
  createdAt!: Date;

  @Prop({ type: Number, required: true })
  attempts!: number;

  /** When it may be tried next; whoever tries it moves this away first. Not there: nothing is left to do. */
  @Prop({ type: Date, index: { sparse: true } })
  dueAt?: Date;

  @Prop({ type: Date })
  sentAt?: Date;

  /** Why it was not sent, of one that was given up. */
  @Prop({ type: String })
  problem?: string;

  @Prop({ type: Date, index: { expireAfterSeconds: 0 } })
  forgetAt?: Date;
}

export const MailSchema = SchemaFactory.createForClass(MailRecord);
MailSchema.index({ 'to.userId': 1 }, { sparse: true });

/** A mail that one process alone may try now. */
export interface ClaimedMail {
  mail: Mail;
  /** Which try this is, from 1 up. */
  attempt: number;
}

/** Mails that are to be sent, each once. Having sent is remembered as long as changes are. */
@Injectable()
export class MailOutbox {
  constructor(
    private readonly mongo: Mongo,
    private readonly env: Env,
    private readonly clock: Clock,
  ) {}

  /** The document that makes a mail to be sent, for a transaction of the caller's; the id must not be taken. */
  insertOf({ id, ...mail }: Mail): Insert {
    const now = new Date(this.clock.now());
    return { collection: MAILS, document: { _id: id, ...mail, createdAt: now, attempts: 0, dueAt: now } };
  }

  /**
   * Has a mail sent. Nothing happens when there was one with the id.
   * @param session the transaction to take part in
   */
  async add(mail: Mail, session?: Snapshot): Promise<void> {
    const { document: { _id, ...fields } } = this.insertOf(mail);
    await this.records.updateOne({ _id }, { $setOnInsert: fields }, { upsert: true, session });
  }

  /** The mail that is due the longest, if there is one; nobody else gets it for `leaseMs`. */
  async claim(now: Date, leaseMs: number): Promise<ClaimedMail | null> {
    const record = await this.records.findOneAndUpdate(
      { dueAt: { $lte: now } },
      { $set: { dueAt: new Date(now.getTime() + leaseMs) }, $inc: { attempts: 1 } },
      { sort: { dueAt: 1 }, returnDocument: 'after' },
    );
    if (!record) return null;
    const { _id: id, to, subject, text = '', html = '', attempts } = record;
    return { mail: { id, to, subject, text, html }, attempt: attempts };
  }

  sent(claimed: ClaimedMail): Promise<void> {
    return this.settle(claimed, { sentAt: new Date() });
  }

  givenUp(claimed: ClaimedMail, problem: string): Promise<void> {
    return this.settle(claimed, { problem });
  }

  async retry({ mail, attempt }: ClaimedMail, dueAt: Date): Promise<void> {
    await this.records.updateOne({ _id: mail.id, attempts: attempt }, { $set: { dueAt } });
  }

  /** @returns whether there was anything to or about the person */
  async erase(userId: string): Promise<boolean> {
    return (await this.records.deleteMany({ 'to.userId': userId })).deletedCount > 0;
  }

  private async settle({ mail, attempt }: ClaimedMail, fields: Partial<MailRecord>): Promise<void> {
    const forgetAt = new Date(Date.now() + this.env.retentionDays * DAY_MS);
    await this.records.updateOne(
      { _id: mail.id, attempts: attempt },
      { $set: { ...fields, forgetAt }, $unset: { dueAt: '', text: '', html: '' } },
    );
  }

  private get records(): mongo.Collection<MailRecord> {
    return this.mongo.collection<MailRecord>(MAILS);
  }
}
