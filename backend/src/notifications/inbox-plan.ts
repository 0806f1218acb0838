import type { Json, NewNotification } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import type { OnceKey } from '../platform/idempotency.js';
import type { Insert } from '../platform/mongo.js';
import type { InboxFrame } from '../realtime/frame.js';
import type { AllHead, InboxHead } from '../realtime/stream-source.js';
import { inboxEffect, type ItemUpdate, type InboxEffect, type RunningAnnouncement } from './inbox-command.js';
import type { Draft, InboxOutcome, InboxWrite } from './inbox.repository.js';
import { toNotification, toStored, type StoredChange, type StoredNotification } from './stored-notification.js';

/** Under which key a write was done, and what it was answered. */
export interface KnownWrite {
  bodyHash: string;
  answer: Json;
}

/** What a batch needs to know of the database, all of it read in the transaction that will write. */
export interface InboxState {
  all: AllHead;
  /** By user id; somebody without an inbox is missing. */
  heads: ReadonlyMap<string, InboxHead>;
  /** By idempotency id. */
  known: ReadonlyMap<string, KnownWrite>;
  /** By user id: those of the notifications that commands name which are the person's own, by id. */
  items: ReadonlyMap<string, ReadonlyMap<string, StoredNotification>>;
  /** By user id: how many a `readAll` of the batch would mark, or a `recount` finds. */
  unreadUpTo: ReadonlyMap<string, number>;
  running: readonly RunningAnnouncement[];
  /** By user id: the running announcements that the person has read. */
  receipts: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Everything that a batch writes, and what its requests are told once it is committed. */
export interface InboxPlan {
  /** Heads that moved, by user id. */
  heads: Map<string, InboxHead>;
  inserts: StoredNotification[];
  updates: ItemUpdate[];
  removals: string[];
  rows: StoredChange[];
  receipts: { userId: string; announcementId: string }[];
  records: { once: OnceKey; answer: Json }[];
  alongside: Insert[];
  /** One for each write, in the order of the batch. */
  outcomes: InboxOutcome[];
}

const NO_INBOX: InboxHead = { seq: 0, unread: 0, readUpTo: 0, floor: 0 };

/** Numbers a batch and says what to write; pure. A write that is refused takes no number and harms no other. */
export function planInbox(batch: readonly InboxWrite[], state: InboxState, now: Date): InboxPlan {
  const plan: InboxPlan = {
    heads: new Map(),
    inserts: [],
    updates: [],
    removals: [],
    rows: [],
    receipts: [],
    records: [],
    alongside: [],
    outcomes: [],
  };
  const known = new Map(state.known);
  for (const write of batch) {
    const first = write.once && known.get(write.once.id);
    const outcome = first ? repeated(first, write) : planWrite(write, state, plan, now);
    plan.outcomes.push(outcome);
    if (first || !outcome.ok) continue;
    plan.alongside.push(...(write.alongside ?? []));
    if (!write.once) continue;
    known.set(write.once.id, { bodyHash: write.once.bodyHash, answer: outcome.answer });
    plan.records.push({ once: write.once, answer: outcome.answer });
  }
  return plan;
}

function repeated(first: KnownWrite, write: InboxWrite): InboxOutcome {
  if (first.bodyHash === write.once?.bodyHash) return { ok: true, answer: first.answer, frames: [] };
  return { ok: false, error: new DomainError('idempotency_mismatch') };
}

function planWrite(write: InboxWrite, state: InboxState, plan: InboxPlan, now: Date): InboxOutcome {
  if (write.kind === 'create') return planCreation(write, state, plan);
  try {
    return planCommand(write, state, plan, now);
  } catch (error) {
    if (error instanceof DomainError) return { ok: false, error };
    throw error;
  }
}

function planCreation(write: InboxWrite & { kind: 'create' }, state: InboxState, plan: InboxPlan): InboxOutcome {
  if (write.drafts.some(isExpired)) return { ok: false, error: expiredDraft() };
  const frames = write.drafts.map((draft): InboxFrame => {
    const before = headOf(draft.userId, state, plan);
    const head = { ...before, seq: before.seq + 1, unread: before.unread + 1 };
    const stored = toStored(draft, head.seq);
    plan.heads.set(draft.userId, head);
    plan.inserts.push(stored);
    const payload: NewNotification = {
      ...toNotification(stored, head.readUpTo),
      epoch: state.all.epoch,
      prev: before.seq,
      unread: head.unread,
    };
    return { stream: 'inbox', userId: draft.userId, event: 'newNotification', payload };
  });
  const sent = frames.map(({ userId, payload }) => ({ id: (payload as NewNotification).id, userId, seq: payload.seq }));
  return { ok: true, answer: write.answer(sent), frames };
}

function isExpired({ expiresAt, timestamp }: Draft): boolean {
  return expiresAt !== undefined && expiresAt <= timestamp;
}

/** Judged here and not at the edge: a known key is answered as before, even when its time is over. */
function expiredDraft(): DomainError {
  const errors = [{ field: 'expiresAt', problem: 'must be in the future' }];
  return new DomainError('invalid_request', 'Some fields are not valid.', { errors });
}

function planCommand(
  write: InboxWrite & { kind: 'command' },
  state: InboxState,
  plan: InboxPlan,
  now: Date,
): InboxOutcome {
  const { userId } = write.command;
  const before = headOf(userId, state, plan);
  const effect = inboxEffect(
    write.command,
    {
      head: before,
      all: state.all,
      items: state.items.get(userId) ?? new Map(),
      unreadUpTo: state.unreadUpTo.get(userId) ?? 0,
      running: state.running,
      receipts: state.receipts.get(userId) ?? new Set(),
    },
    now,
  );
  const { seq, unread, readUpTo } = effect.head;
  const answer = write.answer({ userId, seq, unread, readUpTo, changed: effect.changed, notFound: effect.notFound });
  if (seq === before.seq) return { ok: true, answer, frames: [] };
  adopt(effect, userId, plan, now);
  const payload = { epoch: state.all.epoch, prev: before.seq, seq, unread, changes: effect.changes };
  return { ok: true, answer, frames: [{ stream: 'inbox', userId, event: 'notificationChanged', payload }] };
}

function adopt(effect: InboxEffect, userId: string, plan: InboxPlan, now: Date): void {
  plan.heads.set(userId, effect.head);
  plan.updates.push(...effect.updates);
  plan.removals.push(...effect.removals);
  plan.receipts.push(...effect.receipts.map((announcementId) => ({ userId, announcementId })));
  for (const change of effect.changes) {
    if (change.kind !== 'updated') plan.rows.push({ userId, seq: change.seq, at: now, change });
  }
}

function headOf(userId: string, state: InboxState, plan: InboxPlan): InboxHead {
  return plan.heads.get(userId) ?? state.heads.get(userId) ?? NO_INBOX;
}
