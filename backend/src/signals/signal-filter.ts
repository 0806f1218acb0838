import type { Signal } from '@eventide/contracts';

/** Whom something is for, or who listens: by id where the person is registered, else by the address in the token. */
export interface Addressee {
  userId: string | null;
  email: string | null;
}

/** A signal on its way between the processes. */
export interface AddressedSignal extends Signal {
  to: Addressee;
}

/**
 * Whether a signal is for who listens. A registered person gets what names the person and nothing else: an address in
 * somebody's token never beats the directory.
 * @param topics null: all of them
 */
export function isFor(listener: Addressee, topics: ReadonlySet<string> | null, { to, topic }: AddressedSignal): boolean {
  if (topics && !topics.has(topic)) return false;
  if (to.userId !== null) return to.userId === listener.userId;
  return to.email !== null && listener.email !== null && isSameEmail(to.email, listener.email);
}

/** Addresses are the same whatever their case. */
export function isSameEmail(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
