import { Injectable } from '@nestjs/common';
import type { Json, ReadAllAnswer, ReadAllRequest, ReadStatus, UpdateAnswer } from '@eventide/contracts';
import { onceKey, type OnceKey } from '../platform/idempotency.js';
import type { InboxCommand, InboxResult } from './inbox.repository.js';
import { InboxWriter } from './inbox-writer.js';
import type { UpdateRequest } from './notifications.schemas.js';

/** What a person does to the own inbox, whichever way it is asked. */
@Injectable()
export class InboxCommands {
  constructor(private readonly writer: InboxWriter) {}

  /** `update`; a repeated `commandId` repeats the answer. One scope for socket and HTTP. */
  async update(userId: string, request: UpdateRequest): Promise<UpdateAnswer> {
    const { commandId, ...command } = request;
    const once = onceKey(`u:${userId}`, 'update', commandId, command);
    return this.run({ userId, ...command }, ({ seq, unread, notFound }) => ({ seq, unread, notFound: [...notFound] }), once);
  }

  /** @returns false when the notification is gone or somebody else's */
  mark(userId: string, id: string, status: ReadStatus): Promise<boolean> {
    return this.run({ op: status, userId, ids: [id] }, wasFound);
  }

  /** @returns false when the notification is gone or somebody else's */
  remove(userId: string, id: string): Promise<boolean> {
    return this.run({ op: 'remove', userId, ids: [id] }, wasFound);
  }

  /** @returns false when the announcement is not running */
  readAnnouncement(userId: string, id: string): Promise<boolean> {
    return this.run({ op: 'announcementRead', userId, ids: [id] }, wasFound);
  }

  /** @throws DomainError `conflict` above a head or for another epoch */
  readAll(userId: string, request: ReadAllRequest): Promise<ReadAllAnswer> {
    return this.run({ op: 'readAll', userId, ...request }, ({ seq, readUpTo, changed, unread }) => ({
      seq,
      readUpTo,
      changed,
      unread,
    }));
  }

  private async run<T extends Json>(
    command: InboxCommand,
    answer: (result: InboxResult) => T,
    once?: OnceKey,
  ): Promise<T> {
    return (await this.writer.submit({ kind: 'command', command, answer, once })) as T;
  }
}

function wasFound({ notFound }: InboxResult): boolean {
  return notFound.length === 0;
}
