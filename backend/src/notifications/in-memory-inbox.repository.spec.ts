import { InMemoryInboxes, InMemoryInboxRepository } from './in-memory-inbox.repository.js';
import { inboxConformance } from './inbox.conformance.js';
import type { InboxWorld } from './test-inbox.conformance.js';
import type { Snapshot } from '../platform/mongo.js';

async function twinWorld(): Promise<InboxWorld> {
  const state = new InMemoryInboxes();
  return {
    repository: new InMemoryInboxRepository(state),
    other: new InMemoryInboxRepository(state),
    epoch: state.epoch,
    async announce(id) {
      state.announcements.set(id, ++state.allSeq);
      return state.allSeq;
    },
    async receipts(userId) {
      return [...state.of(userId).receipts];
    },
    withView(userId, work) {
      const all = { epoch: state.epoch, seq: state.allSeq, floor: 0 };
      return work({ userId, inbox: { ...state.of(userId).head }, all, snapshot: {} as Snapshot, readers: [userId] });
    },
    async breakCount(userId, unread) {
      state.of(userId).head.unread = unread;
    },
    async documents(collection) {
      return state.alongside.filter((insert) => insert.collection === collection).map(({ document }) => document._id);
    },
    async close() {},
  };
}

inboxConformance(InMemoryInboxRepository.name, twinWorld);
