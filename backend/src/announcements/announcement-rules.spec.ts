import { describe, expect, it } from '@jest/globals';
import { draftAnnouncement, editAnnouncement } from './announcement-rules.js';

const NOW = new Date('2026-05-05T00:00:00.000Z');
const DAY_MS = 24 * 60 * 60 * 1_000;
const after = (days: number) => new Date(NOW.getTime() + days * DAY_MS);
const texts = { title: 'Title', message: 'Message' };
const invalid = expect.objectContaining({ code: 'invalid_request' });
const conflict = expect.objectContaining({ code: 'conflict' });

describe(draftAnnouncement.name, () => {
  it('runs at once for 30 days unless told otherwise', () => {
    expect(draftAnnouncement(texts, NOW)).toMatchObject({ state: 'running', severity: 'info', expiresAt: after(30) });
  });

  it('takes a past publication for now', () => {
    const draft = draftAnnouncement({ ...texts, publishAt: after(-1).toISOString() }, NOW);
    expect(draft).toMatchObject({ state: 'running', expiresAt: after(30) });
    expect(draft).not.toHaveProperty('publishAt');
  });

  it('waits for its time, and lives 30 days from then', () => {
    const draft = draftAnnouncement({ ...texts, publishAt: after(2).toISOString() }, NOW);
    expect(draft).toMatchObject({ state: 'scheduled', seq: null, publishAt: after(2), expiresAt: after(32) });
  });

  it('refuses to expire before it is seen', () => {
    expect(() => draftAnnouncement({ ...texts, expiresAt: NOW.toISOString() }, NOW)).toThrow(invalid);
    const early = { ...texts, publishAt: after(2).toISOString(), expiresAt: after(1).toISOString() };
    expect(() => draftAnnouncement(early, NOW)).toThrow(invalid);
  });
});

describe(editAnnouncement.name, () => {
  const running = draftAnnouncement(texts, NOW);
  const scheduled = draftAnnouncement({ ...texts, publishAt: after(2).toISOString() }, NOW);

  it('sets what is named and says when', () => {
    expect(editAnnouncement(running, { title: 'New' }, NOW)).toEqual({ title: 'New', editedAt: NOW });
  });

  it('takes a link away, and leaves it when it is not named', () => {
    const linked = { ...running, link: '/tasks' };
    expect({ ...linked, ...editAnnouncement(linked, { link: null }, NOW) }.link).toBeUndefined();
    expect({ ...linked, ...editAnnouncement(linked, { title: 'New' }, NOW) }.link).toBe('/tasks');
  });

  it('moves a default expiry along with the publication, and no other', () => {
    const moved = editAnnouncement(scheduled, { publishAt: after(9).toISOString() }, NOW);
    expect(moved).toMatchObject({ publishAt: after(9), expiresAt: after(39) });
    const own = { ...scheduled, expiresAt: after(10) };
    expect(editAnnouncement(own, { publishAt: after(9).toISOString() }, NOW)).not.toHaveProperty('expiresAt');
    expect(() => editAnnouncement(own, { publishAt: after(11).toISOString() }, NOW)).toThrow(invalid);
  });

  it('refuses a new publication of what is published, and any change of what has ended', () => {
    expect(() => editAnnouncement(running, { publishAt: after(1).toISOString() }, NOW)).toThrow(conflict);
    expect(() => editAnnouncement({ ...running, state: 'withdrawn' }, { title: 'New' }, NOW)).toThrow(conflict);
    expect(() => editAnnouncement({ ...running, state: 'expired' }, { title: 'New' }, NOW)).toThrow(conflict);
  });

  it('refuses an expiry in the past', () => {
    expect(() => editAnnouncement(running, { expiresAt: after(-1).toISOString() }, NOW)).toThrow(invalid);
  });
});
