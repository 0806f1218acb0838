import type { Ack, PartialCursor } from '@eventide/contracts';
import type { ConnectionEnd } from './client-rule.js';

/** One connection of a device, by whatever transport. */
export interface Wire {
  readonly connected: boolean;
  /** Asks the server; null when there was no answer. */
  ask<T>(event: 'sync' | 'update', payload: object): Promise<Ack<T> | null>;
  /** Reads nothing from the network until {@link resume}. */
  pause(): void;
  resume(): void;
  /** Ends it; nothing is told any more. */
  close(): void;
}

/** What a wire tells its device. */
export interface WireEvents {
  opened(): void;
  received(event: string, payload: unknown): void;
  ended(end: ConnectionEnd): void;
}

export interface WireOptions {
  url: string;
  token: string;
  /** What the device has; nothing the first time. */
  cursor: PartialCursor;
  events: WireEvents;
}

/** Begins to connect. */
export type OpenWire = (options: WireOptions) => Wire;

/** How long an answer is waited for. */
export const ANSWER_MS = 10_000;
