import { Injectable } from '@nestjs/common';
import {
  LIMITS,
  type Actor,
  type Announcement,
  type AnnouncementKind,
  type AnnouncementCreated,
  type AnnouncementPatch,
  type AnnouncementRequest,
  type ManagedAnnouncement,
  type ReadStatus,
} from '@eventide/contracts';
import { Clock } from '../platform/clock.js';
import { DEADLINES, unavailable } from '../platform/deadline.js';
import { DomainError } from '../platform/domain-error.js';
import { Idempotency, type OnceKey } from '../platform/idempotency.js';
import { Mongo, type Snapshot } from '../platform/mongo.js';
import { Semaphore } from '../platform/semaphore.js';
import { transact } from '../platform/transaction.js';
import type { AllFrame } from '../realtime/frame.js';
import { RealtimePublisher } from '../realtime/realtime-publisher.js';
import { editedFrame, endedFrame, publishedFrame } from './announcement-frames.js';
import { draftAnnouncement, editAnnouncement } from './announcement-rules.js';
import { AnnouncementsStore } from './announcements.store.js';
import { isPublished, toAnnouncement, toManaged, type PublishedAnnouncement, type StoredAnnouncement } from './stored-announcement.js';

/** {@link AnnouncementCreated} as a type of JSON. */
type AnnounceAnswer = { id: string; seq: number | null };

/** Who announces what, and under which key. */
interface AnnounceOptions {
  actor?: Actor;
  /** An announcement unless said. */
  kind?: AnnouncementKind;
  once?: OnceKey;
}

/** What a change made, and what is to be told of it once it is committed. */
interface Changed<T> {
  value: T;
  frame?: AllFrame;
}

interface Published {
  value: PublishedAnnouncement;
  frame: AllFrame;
}

/**
 * Announcements: one document each, for everybody. A change of a published one takes a place of `all` in the same
 * transaction; everybody connected is told after the commit.
 */
@Injectable()
export class AnnouncementsService {
  /** All changes move one head: in one process they take turns instead of losing to each other. */
  private readonly turns = new Semaphore(1);

  constructor(
    private readonly mongo: Mongo,
    private readonly store: AnnouncementsStore,
    private readonly publisher: RealtimePublisher,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /**
   * Announces now, or at `publishAt` if that is to come.
   * @throws DomainError `conflict` with 100 running; `invalid_request` for impossible times; `idempotency_mismatch`;
   *   `unavailable`
   */
  announce(
    request: AnnouncementRequest,
    options: AnnounceOptions = {},
  ): Promise<AnnouncementCreated> {
    return this.inTurn(() => this.announceOnce(request, options));
  }

  /**
   * Changes texts, link, severity and times; a running one takes a new place.
   * @throws DomainError `not_found`, `conflict` when it has ended, `invalid_request` for impossible times
   */
  async edit(id: string, patch: AnnouncementPatch, readerId: string): Promise<ManagedAnnouncement> {
    const edited = await this.change<StoredAnnouncement>(async (session) => {
      const stored = await this.existing(id, session);
      const fields = editAnnouncement(stored, patch, this.now());
      const value = { ...stored, ...fields };
      if (!isPublished(value)) {
        await this.store.set(id, fields, session);
        return { value };
      }
      const place = await this.store.takePlace(session);
      await this.store.set(id, { ...fields, seq: place.seq }, session);
      const moved = { ...value, seq: place.seq };
      return { value: moved, frame: editedFrame(moved, place) };
    });
    return toManaged(edited, await this.statusFor(readerId, id));
  }

  /**
   * Ends an announcement before its time; a second call changes nothing.
   * @throws DomainError `not_found`; `conflict` when it has expired
   */
  async withdraw(id: string): Promise<void> {
    await this.change(async (session) => {
      const { state } = await this.existing(id, session);
      if (state === 'expired') throw new DomainError('conflict', 'The announcement has expired');
      return state === 'withdrawn' ? { value: undefined } : this.endWithin(session, id, state, 'withdrawn');
    });
  }

  /** The running ones, newest first, with the reader's own status. */
  async running(readerId: string): Promise<Announcement[]> {
    return this.mongo.snapshot(async (snapshot) => {
      const running = await this.store.running(snapshot);
      const read = await this.store.readBy(readerId, running.map(({ _id }) => _id), snapshot);
      return running
        .sort((a, b) => b.createdSeq - a.createdSeq)
        .map((stored) => toAnnouncement(stored, statusOf(stored, read)));
    });
  }

  /** The newest 500 of every state, newest first. */
  async all(readerId: string): Promise<ManagedAnnouncement[]> {
    return this.mongo.snapshot(async (snapshot) => {
      const stored = await this.store.newest(snapshot);
      const read = await this.store.readBy(readerId, stored.map(({ _id }) => _id), snapshot);
      return stored.map((each) => toManaged(each, statusOf(each, read)));
    });
  }

  /** Publishes one whose time has come; one that is no longer waiting, or for which there is no room yet, stays. */
  async publishDue(id: string, now: Date): Promise<void> {
    await this.change(async (session) => {
      const stored = await this.store.find(id, session);
      if (stored?.state !== 'scheduled' || !stored.publishAt || stored.publishAt > now) return { value: undefined };
      if (stored.expiresAt <= now) return this.endWithin(session, id, 'scheduled', 'expired');
      if (!(await this.hasRoom(session))) return { value: undefined };
      const { value, frame } = await this.publishWithin(session, { ...stored, timestamp: now });
      const { state, seq, createdSeq, timestamp } = value;
      await this.store.set(id, { state, seq, createdSeq, timestamp }, session);
      return { value: undefined, frame };
    });
  }

  /** Ends a running one whose time is over. */
  async expireDue(id: string, now: Date): Promise<void> {
    await this.change(async (session) => {
      const stored = await this.store.find(id, session);
      if (stored?.state !== 'running' || stored.expiresAt > now) return { value: undefined };
      return this.endWithin(session, id, 'running', 'expired');
    });
  }

  /**
   * Takes a person's name off everything that the person announced; who has it shown gets it without.
   * @returns whether there was anything
   */
  async forgetActor(userId: string): Promise<boolean> {
    const ids = await this.store.byActor(userId);
    for (const id of ids) {
      await this.change(async (session) => {
        const { actor: _, ...stored } = await this.existing(id, session);
        if (stored.state !== 'running' || !isPublished(stored)) {
          await this.store.set(id, { actor: undefined }, session);
          return { value: undefined };
        }
        const place = await this.store.takePlace(session);
        await this.store.set(id, { actor: undefined, seq: place.seq }, session);
        return { value: undefined, frame: editedFrame({ ...stored, seq: place.seq }, place) };
      });
    }
    return ids.length > 0;
  }

  private async announceOnce(
    request: AnnouncementRequest,
    options: AnnounceOptions,
  ): Promise<AnnouncementCreated> {
    let made: { id: string; frame: AllFrame } | undefined;
    const answer = await this.idempotency.run(options.once, async (session): Promise<AnnounceAnswer> => {
      const draft = draftAnnouncement(request, this.now(), options);
      if (draft.state === 'scheduled') {
        await this.store.insert(draft, session);
        return { id: draft._id, seq: null };
      }
      if (!(await this.hasRoom(session))) throw new DomainError('conflict', 'Too many announcements are running already');
      const published = await this.publishWithin(session, draft);
      await this.store.insert(published.value, session);
      made = { id: draft._id, frame: published.frame };
      return { id: draft._id, seq: published.value.seq };
    });
    // A repeated key answers with the first call's announcement, of which that call has told.
    if (made?.id === answer.id) this.publisher.publish([made.frame]);
    return answer;
  }

  private async change<T>(work: (session: Snapshot) => Promise<Changed<T>>): Promise<T> {
    return this.inTurn(async () => {
      const { value, frame } = await transact(this.mongo, work);
      if (frame) this.publisher.publish([frame]);
      return value;
    });
  }

  /** Who has waited too long is sent away before anything is written. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const latest = Date.now() + DEADLINES.database;
    return this.turns.run(() => (Date.now() < latest ? work() : Promise.reject(unavailable())));
  }

  private async publishWithin(session: Snapshot, draft: StoredAnnouncement): Promise<Published> {
    const place = await this.store.takePlace(session);
    const value: PublishedAnnouncement = { ...draft, state: 'running', seq: place.seq, createdSeq: place.seq };
    return { value, frame: publishedFrame(value, place) };
  }

  private async hasRoom(session: Snapshot): Promise<boolean> {
    return (await this.store.countRunning(session)) < LIMITS.runningAnnouncements;
  }

  private async endWithin(
    session: Snapshot,
    id: string,
    from: 'scheduled' | 'running',
    state: 'withdrawn' | 'expired',
  ): Promise<Changed<undefined>> {
    const ended = { state, endedAt: this.now() };
    if (from === 'scheduled') {
      await this.store.set(id, ended, session);
      return { value: undefined };
    }
    const place = await this.store.takePlace(session);
    await this.store.set(id, { ...ended, seq: place.seq }, session);
    return { value: undefined, frame: endedFrame(id, state, place) };
  }

  /** By the time that all processes have in common: it decides what is published at once. */
  private now(): Date {
    return new Date(this.clock.now());
  }

  private async existing(id: string, session: Snapshot): Promise<StoredAnnouncement> {
    const stored = await this.store.find(id, session);
    if (!stored) throw new DomainError('not_found', 'There is no such announcement.');
    return stored;
  }

  private async statusFor(readerId: string, id: string): Promise<ReadStatus> {
    return (await this.store.readBy(readerId, [id])).has(id) ? 'read' : 'unread';
  }
}

function statusOf(stored: StoredAnnouncement, read: ReadonlySet<string>): ReadStatus {
  return read.has(stored._id) ? 'read' : 'unread';
}
