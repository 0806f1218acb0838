import type { ServerEvent, ServerEvents, SyncPage } from '@eventide/contracts';
import type { Env } from '../platform/env.js';
import { Metrics } from '../platform/metrics.js';
import type { UserPrincipal } from '../auth/principal.js';
import { Connection, type ConnectionParts } from './connection.js';
import type { InboxFrame } from './frame.js';
import { FrameWriter } from './frame-writer.js';
import { OpenLines } from './open-lines.js';
import { RealtimeMetrics } from './realtime-metrics.js';

export type Written = { [E in ServerEvent]: { event: E; payload: ServerEvents[E] } }[ServerEvent];

/** A writer that keeps what it is given. */
export class InMemoryFrameWriter extends FrameWriter {
  readonly written: Written[] = [];
  closedBy: 'return' | 'leave' | 'cut' | undefined;
  override unsentBytes = 0;

  override write<E extends ServerEvent>(event: E, payload: ServerEvents[E]): void {
    this.written.push({ event, payload } as Written);
  }

  override writePage(send: () => void): void {
    send();
  }

  override close(manner: 'return' | 'leave' | 'cut'): void {
    this.closedBy = manner;
  }

  /** Names of what was written, in order. */
  get events(): ServerEvent[] {
    return this.written.map(({ event }) => event);
  }
}

export const EPOCH = 'epoch-1';

export function userPrincipal(fields: Partial<UserPrincipal> = {}): UserPrincipal {
  const now = Math.floor(Date.now() / 1_000);
  return { kind: 'user', userId: 'ann', roles: ['user'], name: 'Ann', issuedAt: now, expiresAt: now + 900, ...fields };
}

/** What is open at a process that allows so many to each person. */
export function linesInMemory(connectionsPerUser = 100): OpenLines {
  return new OpenLines({ limits: { connectionsPerUser } } as Env);
}

/** A connection of Ann's that writes into memory; give it a page to set it going. */
export function connectionInMemory(parts: Partial<ConnectionParts> = {}): { connection: Connection; writer: InMemoryFrameWriter } {
  const writer = new InMemoryFrameWriter();
  const connection = new Connection({
    connectionId: 'c1',
    principal: userPrincipal(),
    writer,
    metrics: new RealtimeMetrics(new Metrics()),
    fill: () => undefined,
    ...parts,
  });
  return { connection, writer };
}

/** A page that is current at these places, with nothing in it. */
export function syncPage(fields: Partial<SyncPage> = {}): SyncPage {
  return {
    mode: 'delta',
    epoch: EPOCH,
    from: { inbox: 0, all: 0 },
    inbox: 0,
    all: 0,
    readUpTo: 0,
    unread: { inbox: 0, all: 0 },
    changes: [],
    announcements: [],
    more: false,
    ...fields,
  };
}

/** A frame of Ann's inbox at a place. */
export function inboxFrame(seq: number, fields: Partial<{ prev: number; epoch: string }> = {}): InboxFrame {
  const payload = { epoch: EPOCH, seq, prev: seq - 1, unread: 0, changes: [], ...fields };
  return { stream: 'inbox', userId: 'ann', event: 'notificationChanged', payload };
}
