import type { ClientSession } from 'mongoose';

/** One moment of the database; reads that are given the same one belong together. */
export type Snapshot = ClientSession;

/** A document that is to exist if and only if the write it is handed in with does. */
export interface Insert {
  collection: string;
  document: { _id: string } & Record<string, unknown>;
}
