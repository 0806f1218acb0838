import type { ManagedAnnouncement } from '@eventide/contracts';
import { describe, expect, it } from '@jest/globals';
import { EMPTY_DRAFT, broadcastOf, draftOf, isoOf, localField, patchOf, requestOf } from './announcement-draft';
import { byRelevance } from './announcement-list';

const NOW = new Date('2026-05-20T12:00:00.000Z');

function announcement(fields: Partial<ManagedAnnouncement> = {}): ManagedAnnouncement {
  return {
    id: 'a1',
    seq: 1,
    createdSeq: 1,
    title: 'Title',
    message: 'Message',
    severity: 'info',
    kind: 'announcement',
    timestamp: '2026-05-01T00:00:00.000Z',
    expiresAt: '2026-06-01T10:30:00.000Z',
    readStatus: 'unread',
    state: 'running',
    ...fields,
  };
}

describe(requestOf.name, () => {
  it('leaves out what is left to the server', () => {
    expect(requestOf({ ...EMPTY_DRAFT, title: ' A ', message: 'B' })).toEqual({
      title: 'A',
      message: 'B',
      severity: 'info',
    });
  });

  it('sends times in UTC, the start only when it is set', () => {
    const draft = { ...EMPTY_DRAFT, startsAt: '2026-05-21T09:00', endsAt: '2026-05-22T09:00' };
    expect(requestOf(draft)).not.toHaveProperty('publishAt');
    expect(requestOf({ ...draft, start: 'later' })).toMatchObject({
      publishAt: isoOf('2026-05-21T09:00'),
      expiresAt: isoOf('2026-05-22T09:00'),
    });
  });
});

describe(broadcastOf.name, () => {
  it('says to the selection what an announcement would say to everyone', () => {
    const draft = { ...EMPTY_DRAFT, title: ' A ', message: 'B', link: '/tasks', endsAt: '2026-05-22T09:00' };
    expect(broadcastOf({ ...draft, audience: { ...draft.audience, departments: ['Sales'] } })).toEqual({
      audience: { departments: ['Sales'] },
      notification: { type: 'broadcast', title: 'A', message: 'B', severity: 'info', link: '/tasks' },
    });
  });
});

describe(patchOf.name, () => {
  it('holds nothing when nothing was changed', () => {
    const item = announcement();
    expect(patchOf(item, draftOf(item), NOW)).toEqual({});
  });

  it('holds only what was changed', () => {
    const item = announcement();
    expect(patchOf(item, { ...draftOf(item), severity: 'critical' }, NOW)).toEqual({ severity: 'critical' });
  });

  it('takes a link away that was emptied', () => {
    const item = announcement({ link: '/tasks' });
    expect(patchOf(item, { ...draftOf(item), link: ' ' }, NOW)).toEqual({ link: null });
  });

  it('publishes a scheduled one now, and never moves the start of a running one', () => {
    const scheduled = announcement({ state: 'scheduled', publishAt: '2026-05-25T10:00:00.000Z' });
    const change = { start: 'now' } as const;
    expect(patchOf(scheduled, { ...draftOf(scheduled), ...change }, NOW)).toEqual({ publishAt: NOW.toISOString() });
    const running = announcement();
    expect(patchOf(running, { ...draftOf(running), start: 'later', startsAt: '2026-07-01T00:00' }, NOW)).toEqual({});
  });
});

describe(localField.name, () => {
  it('names the same minute as the instant that it came from', () => {
    expect(isoOf(localField('2026-06-01T10:30:00.000Z'))).toBe('2026-06-01T10:30:00.000Z');
  });
});

describe(byRelevance.name, () => {
  it('shows what runs, then what is to come, then what is over', () => {
    const items = [
      announcement({ id: 'over', state: 'expired' }),
      announcement({ id: 'soon', state: 'scheduled' }),
      announcement({ id: 'old' }),
      announcement({ id: 'new', timestamp: '2026-05-02T00:00:00.000Z' }),
    ];
    expect(byRelevance(items).map(({ id }) => id)).toEqual(['new', 'old', 'soon', 'over']);
  });
});
