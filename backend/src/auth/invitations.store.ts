import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { mongo } from 'mongoose';
import { Mongo, type Snapshot } from '../platform/mongo.js';

const COLLECTION = 'invitations';
const VALID_MS = 72 * 3_600_000;

/** An open invitation to set a password. One that was used, replaced or has ended is gone. */
@Schema({ collection: COLLECTION, versionKey: false })
export class InvitationRecord {
  /** SHA-256 is enough: what it hides is 32 random bytes. */
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true, index: true })
  userId!: string;

  /** Where it was sent. */
  @Prop({ type: String, required: true })
  email!: string;

  @Prop({ type: Date, required: true, index: { expireAfterSeconds: 0 } })
  expiresAt!: Date;
}

export const InvitationSchema = SchemaFactory.createForClass(InvitationRecord);

export interface NewInvitation {
  /** What the link holds; it is nowhere else. */
  token: string;
  /** Tells invitations apart, and says nothing about the token. */
  id: string;
  expiresAt: Date;
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Invitations, of which each person has one at most; stored as hashes. */
@Injectable()
export class Invitations {
  constructor(private readonly mongo: Mongo) {}

  /** Invites a person in the place of any invitation before. */
  async replace(userId: string, email: string, session: Snapshot): Promise<NewInvitation> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + VALID_MS);
    await this.records.deleteMany({ userId }, { session });
    await this.records.insertOne({ _id: idOf(token), userId, email, expiresAt }, { session });
    return { token, id: idOf(token), expiresAt };
  }

  /** The invitation, if it is still good. */
  find(token: string): Promise<InvitationRecord | null> {
    return this.records.findOne({ _id: idOf(token), expiresAt: { $gt: new Date() } });
  }

  /** Uses it up. @returns whether nobody else has just done so */
  async use({ _id }: InvitationRecord, session: Snapshot): Promise<boolean> {
    return (await this.records.deleteOne({ _id }, { session })).deletedCount > 0;
  }

  /** @returns whether the person had one */
  async erase(userId: string): Promise<boolean> {
    return (await this.records.deleteMany({ userId })).deletedCount > 0;
  }

  private get records(): mongo.Collection<InvitationRecord> {
    return this.mongo.collection<InvitationRecord>(COLLECTION);
  }
}
