import { randomUUID } from 'node:crypto';
import type { Send } from '@eventide/contracts';
import type { Draft } from './inbox.repository.js';

/** What somebody is sent. */
export type Addressed = Send & { to: string };

/** New notifications, one for each entry, in order. */
export function draftsOf(sends: readonly Addressed[], now: Date): Draft[] {
  return sends.map(({ to, ...send }) => ({
    ...send,
    id: randomUUID(),
    userId: to,
    category: send.category ?? firstPart(send.type),
    severity: send.severity ?? 'info',
    timestamp: now,
    expiresAt: send.expiresAt === undefined ? undefined : new Date(send.expiresAt),
  }));
}

/** The same for several people; who is named twice gets it once. */
export function addressed(to: string | readonly string[], send: Send): Addressed[] {
  const people = typeof to === 'string' ? [to] : new Set(to);
  return [...people].map((person) => ({ to: person, ...send }));
}

function firstPart(type: string): string {
  return type.split('.', 1)[0] || type;
}
