import { Injectable } from '@nestjs/common';
import type { Notification, NotificationList, UnreadCount } from '@eventide/contracts';
import { AnnouncementsStream } from '../announcements/announcements-stream.js';
import { DomainError } from '../platform/domain-error.js';
import { Mongo } from '../platform/mongo.js';
import { readPageToken, writePageToken } from '../platform/page-token.js';
import { place } from '../platform/schemas.js';
import { HeadsStore } from '../realtime/heads.store.js';
import { InboxRepository } from './inbox.repository.js';
import type { ListRequest } from './notifications.schemas.js';

/** What a person sees of the own inbox over HTTP. */
@Injectable()
export class InboxReads {
  constructor(
    private readonly inboxes: InboxRepository,
    private readonly announcements: AnnouncementsStream,
    private readonly heads: HeadsStore,
    private readonly mongo: Mongo,
  ) {}

  /** One page of the history. @throws DomainError `invalid_request` for a `before` of other filters */
  async list(userId: string, { before, ...query }: ListRequest): Promise<NotificationList> {
    const filters = [query.status, query.type ?? null, query.category ?? null];
    const behind = before === undefined ? undefined : readPageToken(before, filters, place);
    const { more, ...page } = await this.inboxes.list({ userId, ...query, before: behind });
    const last = page.items.at(-1);
    return { ...page, next: more && last ? writePageToken(last.createdSeq, filters) : null };
  }

  /** @throws DomainError `not_found`, also for what is somebody else's */
  async get(userId: string, id: string): Promise<Notification> {
    const found = await this.inboxes.find(userId, id);
    if (!found) throw noSuchNotification();
    return found;
  }

  /** Both counts and the places that they hold for, of one moment. */
  count(userId: string): Promise<UnreadCount> {
    return this.mongo.snapshot(async (snapshot) => {
      const view = await this.heads.view(userId, snapshot);
      const all = await this.announcements.unread(view);
      return { epoch: view.all.epoch, inbox: view.inbox.unread, all, seq: view.inbox.seq, allSeq: view.all.seq };
    });
  }
}

export function noSuchNotification(): DomainError {
  return new DomainError('not_found', 'There is no such notification.');
}
