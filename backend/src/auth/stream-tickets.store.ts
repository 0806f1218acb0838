import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/domain-error.js';
import { Mongo } from '../platform/mongo.js';
import { refusedFrom, type UserPrincipal } from './principal.js';
import { refused } from './refusal.js';
import { Revocations } from './revocations.store.js';

const COLLECTION = 'stream_tickets';
const LIFE_MS = 30_000;

@Schema({ collection: COLLECTION, versionKey: false })
export class TicketRecord {
  /** SHA-256 is enough: a ticket is 32 random bytes. */
  @Prop({ type: String, required: true })
  _id!: string;

  /** Whoever asked for it, with the end of the token that was used. */
  @Prop({ type: Object, required: true })
  principal!: UserPrincipal;

  @Prop({ type: Date, required: true, index: { expireAfterSeconds: 0 } })
  expiresAt!: Date;
}

export const TicketSchema = SchemaFactory.createForClass(TicketRecord);

function hashOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64url');
}

/** Stands for an access token once, where a browser can set no header: in the address of a stream, on any node. */
@Injectable()
export class StreamTickets {
  constructor(
    private readonly mongo: Mongo,
    private readonly revocations: Revocations,
    private readonly clock: Clock,
  ) {}

  /** A ticket that is good once, for 30 s. */
  async issue(principal: UserPrincipal): Promise<string> {
    const ticket = randomBytes(32).toString('base64url');
    await this.records.insertOne({ _id: hashOf(ticket), principal, expiresAt: new Date(this.clock.now() + LIFE_MS) });
    return ticket;
  }

  /**
   * Takes a ticket for who asked for it; from then on it is worth nothing.
   * @throws DomainError `unauthorized` with one text for one that is unknown, used, too old or revoked; `token_expired`
   */
  async redeem(ticket: string): Promise<UserPrincipal> {
    const now = this.clock.now();
    const record = await this.records.findOneAndDelete({ _id: hashOf(ticket), expiresAt: { $gt: new Date(now) } });
    if (!record) throw refused();
    const { principal } = record;
    if (refusedFrom(principal) <= now) throw new DomainError('token_expired', 'The access token has expired.');
    await this.revocations.assertActive(principal);
    return principal;
  }

  /** @returns whether there were any */
  async erase(userId: string): Promise<boolean> {
    return (await this.records.deleteMany({ 'principal.userId': userId })).deletedCount > 0;
  }

  private get records() {
    return this.mongo.collection<TicketRecord>(COLLECTION);
  }
}
