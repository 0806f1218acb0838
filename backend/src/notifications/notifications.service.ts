import { Injectable } from '@nestjs/common';
import {
  type Actor,
  type AnnouncementCreated,
  type AnnouncementRequest,
  type Json,
  type Send,
  type SentItem,
} from '@eventide/contracts';
import { announcementRequest } from '../announcements/announcements.schemas.js';
import { AnnouncementsService } from '../announcements/announcements.service.js';
import { onceKey, type OnceKey } from '../platform/idempotency.js';
import type { Insert } from '../platform/mongo.js';
import { validate } from '../platform/validation.js';
import type { Lane } from './commit-queue.js';
import { addressed, draftsOf, type Addressed } from './drafts.js';
import { InboxWriter } from './inbox-writer.js';
import { recipients, send as sendSchema } from './notifications.schemas.js';

export interface SendOptions {
  /** A repeat with the same key and content answers as the first time and sends nothing. */
  key?: string;
  /** Documents of the caller's own that exist if and only if the notifications do. */
  alongside?: readonly Insert[];
}

/** What is written together: notifications, other documents, and the answer under a key. */
export interface Delivery<T extends Json> {
  sends: readonly Addressed[];
  once?: OnceKey;
  alongside?: readonly Insert[];
  /** Bulk work waits behind requests and has a longer deadline; `request` unless said. */
  lane?: Lane;
  answer: (sent: readonly SentItem[]) => T;
}

/** The one thing that other modules inject in order to tell people something. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly writer: InboxWriter,
    private readonly announcements: AnnouncementsService,
  ) {}

  /**
   * Stores a notification for one person and shows it on every connected device. Resolves when it is committed.
   * @throws DomainError `invalid_request`, `idempotency_mismatch`, `unavailable` (it may have been sent: repeat with the key)
   */
  async notifyUser(userId: string, send: Send, options: SendOptions = {}): Promise<SentItem> {
    const [sent] = await this.notifyUsers([userId], send, options);
    if (!sent) throw new Error('One recipient gives one notification');
    return sent;
  }

  /** The same for many, in one transaction; who is named twice gets it once. At most 1,000 people. */
  async notifyUsers(userIds: readonly string[], send: Send, options: SendOptions = {}): Promise<SentItem[]> {
    const to = validate(recipients, userIds);
    const valid = validate(sendSchema, send);
    const once = onceKey('host', 'notifyUsers', options.key, { to, ...valid });
    return this.deliver({ sends: addressed(to, valid), once, alongside: options.alongside, answer: listed });
  }

  /**
   * Tells everybody, now or at `publishAt`; see {@link AnnouncementsService.announce}.
   * @param options.key a repeat with the same key and content answers as the first time and announces nothing
   * @throws DomainError `invalid_request`, `conflict` when too many run, `idempotency_mismatch`, `unavailable`
   */
  async announce(
    request: AnnouncementRequest,
    { key, actor }: { key?: string; actor?: Actor } = {},
  ): Promise<AnnouncementCreated> {
    const valid = validate(announcementRequest, request);
    const once = onceKey('host', 'announce', key, valid);
    return this.announcements.announce(valid, { actor, once });
  }

  /** Writes notifications that are valid already, with whatever belongs to them. @returns the answer, the first one of the key */
  async deliver<T extends Json>({ sends, once, alongside, answer, lane }: Delivery<T>): Promise<T> {
    const drafts = draftsOf(sends, new Date());
    return (await this.writer.submit({ kind: 'create', drafts, once, alongside, answer }, lane)) as T;
  }
}

function listed(sent: readonly SentItem[]): { id: string; userId: string; seq: number }[] {
  return sent.map(({ id, userId, seq }) => ({ id, userId, seq }));
}
