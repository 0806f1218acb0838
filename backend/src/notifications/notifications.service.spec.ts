import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AnnouncementsService } from '../announcements/announcements.service.js';
import type { InboxWriter } from './inbox-writer.js';
import { NotificationsService } from './notifications.service.js';

describe(NotificationsService.name, () => {
  let announced: unknown[][];
  let service: NotificationsService;

  beforeEach(() => {
    announced = [];
    const announcements = { announce: async (...args: unknown[]) => void announced.push(args) };
    service = new NotificationsService({} as InboxWriter, announcements as unknown as AnnouncementsService);
  });

  it('announces under a key of its own, so that a host may repeat it', async () => {
    const request = { title: 'Hello', message: 'Everybody' };
    for (const key of ['one', 'one', 'two', undefined]) await service.announce(request, { key });
    const names = announced.map(([, options]) => (options as { once?: { id: string } }).once?.id);
    expect(names[0]).toBe(names[1]);
    expect(names[0]).not.toBe(names[2]);
    expect(names[3]).toBeUndefined();
  });

  it('refuses to announce or send what a request could not hold', async () => {
    const tooLong = { title: 'x'.repeat(201), message: 'm' };
    await expect(service.announce(tooLong)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(service.notifyUser('ann', { ...tooLong, type: 't' })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(service.notifyUsers([], { type: 't', title: 't', message: 'm' })).rejects.toMatchObject({ code: 'invalid_request' });
    expect(announced).toEqual([]);
  });
});
