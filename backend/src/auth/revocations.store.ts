import { Injectable } from '@nestjs/common';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Clock } from '../platform/clock.js';
import { before, DEADLINES, fromNow } from '../platform/deadline.js';
import { GroupRead } from '../platform/group-read.js';
import { Mongo } from '../platform/mongo.js';
import type { UserPrincipal } from './principal.js';
import { refused } from './refusal.js';
import type { Revocation } from './revocation.js';

const COLLECTION = 'revocations';
/** Every request and every handshake asks. */
const READS = { readers: 4, together: 500 };

/** One per session, and at most one per person. */
@Schema({ collection: COLLECTION, versionKey: false })
export class RevocationRecord {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  userId!: string;

  @Prop({ type: String })
  sid?: string;

  @Prop({ type: Number })
  issuedUpTo?: number;

  @Prop({ type: Date, required: true, index: true })
  at!: Date;

  /** When no token that this refuses can be good any more; absent: never, as far as we know. */
  @Prop({ type: Date, index: { expireAfterSeconds: 0 } })
  expiresAt?: Date;
}

export const RevocationSchema = SchemaFactory.createForClass(RevocationRecord);

/** A user id holds no space, so the two kinds never meet. */
function idOf(userId: string, sid?: string): string {
  return sid === undefined ? userId : `${userId} ${sid}`;
}

function revocationOf({ userId, sid, issuedUpTo = 0 }: RevocationRecord): Revocation {
  return sid === undefined ? { userId, issuedUpTo } : { userId, sid };
}

/** True when the revocation refuses a token with this session and time of issue; one without a time was issued before. */
export function isRevoked(token: { sid?: string; issuedAt?: number }, revocation: Revocation): boolean {
  if ('sid' in revocation) return token.sid === revocation.sid;
  return (token.issuedAt ?? 0) <= revocation.issuedUpTo;
}

/** What is refused although its token is good. */
@Injectable()
export class Revocations {
  /** The records of these ids. */
  readonly #reads = new GroupRead<readonly string[], RevocationRecord[]>((questions) => this.#find(questions), READS);

  constructor(
    private readonly mongo: Mongo,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores it; from then on {@link assertActive} refuses on every node.
   * @param expiresAt when all tokens of the session have ended. Without it the revocation is kept for ever, since a host
   *   application's tokens may live as long
   */
  async add(revocation: Revocation, expiresAt?: Date): Promise<void> {
    const at = new Date(this.clock.now());
    if ('sid' in revocation) {
      const { userId, sid } = revocation;
      const fields = { userId, sid, at, ...(expiresAt && { expiresAt }) };
      await this.records.updateOne({ _id: idOf(userId, sid) }, { $set: fields }, { upsert: true });
      return;
    }
    const { userId, issuedUpTo } = revocation;
    await this.records.updateOne(
      { _id: idOf(userId) },
      { $set: { userId, at }, $max: { issuedUpTo } },
      { upsert: true },
    );
  }

  /** @throws DomainError `unauthorized` for a revoked session or person; `unavailable` without the database */
  async assertActive(principal: UserPrincipal): Promise<void> {
    const { userId, sid } = principal;
    const ids = sid === undefined ? [idOf(userId)] : [idOf(userId), idOf(userId, sid)];
    const found = await this.#reads.ask(ids);
    if (found.some((record) => isRevoked(principal, revocationOf(record)))) throw refused();
  }

  /** Tokens of the person issued up to this second are refused; 0 when none are. */
  async issuedUpTo(userId: string): Promise<number> {
    return (await this.records.findOne({ _id: idOf(userId) }))?.issuedUpTo ?? 0;
  }

  /** Everything revoked at or after that time. */
  async since(time: Date): Promise<Revocation[]> {
    const found = await this.records.find({ at: { $gte: time } }).toArray();
    return found.map(revocationOf);
  }

  async #find(questions: readonly (readonly string[])[]): Promise<RevocationRecord[][]> {
    const reading = this.records.find({ _id: { $in: [...new Set(questions.flat())] } }).toArray();
    const found = await before(fromNow(DEADLINES.database), reading);
    return questions.map((ids) => found.filter(({ _id }) => ids.includes(_id)));
  }

  private get records() {
    return this.mongo.collection<RevocationRecord>(COLLECTION);
  }
}
