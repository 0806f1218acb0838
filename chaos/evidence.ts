import { linesOf, type Line, type Phase } from './history.js';

/** A notification as the database holds it at rest. */
export interface StoredItem {
  id: string;
  user: string;
  createdSeq: number;
  read: boolean;
  /** The idempotency key that it was sent with. */
  key: string;
  /** The code of the voucher that it tells of. */
  voucher?: string;
}

export interface StoredVoucher {
  user: string;
  code: string;
}

export interface StoredInbox {
  seq: number;
  /** The count that is kept, not the one that is counted. */
  unread: number;
}

export interface StoredAnnouncement {
  id: string;
  key: string;
  running: boolean;
}

/** The database at the end of a run, read past the product. */
export interface Dump {
  epoch: string;
  all: number;
  inboxes: ReadonlyMap<string, StoredInbox>;
  items: readonly StoredItem[];
  announcements: readonly StoredAnnouncement[];
  vouchers: readonly StoredVoucher[];
  /** Which announcements each user has read. */
  receipts: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Everything that a run is judged by. */
export interface Evidence {
  lines: readonly Line[];
  dump: Dump;
}

export interface Violation {
  invariant: InvariantId;
  what: string;
}

/** I1 to I9, and what the security checklist asks of strangers. */
export type InvariantId = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'S2';

export interface Invariant {
  id: InvariantId;
  title: string;
  /** Every way in which the run broke it, in words. Pure. */
  judge(evidence: Evidence): string[];
}

/** When a phase began; Infinity if it never did. */
export function beginOf(lines: readonly Line[], phase: Phase): number {
  return linesOf(lines, 'phase').find((line) => line.phase === phase)?.t ?? Infinity;
}

export interface Span {
  from: number;
  to: number;
}

/** The name under which the history has the network between services and a node. */
export function callersOf(node: string): string {
  return `callers of ${node}`;
}

/** When a server or process was away; what never came back is away for ever. */
export function outagesOf(lines: readonly Line[], who: string): Span[] {
  const spans: Span[] = [];
  for (const line of lines) {
    if (line.who !== who) continue;
    if (line.kind === 'down' && spans.at(-1)?.to !== Infinity) spans.push({ from: line.t, to: Infinity });
    const last = spans.at(-1);
    if (line.kind === 'up' && last?.to === Infinity) last.to = line.t;
  }
  return spans;
}

