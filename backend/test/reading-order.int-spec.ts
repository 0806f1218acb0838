import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UnreadCount, UpdateAnswer, UpdateCommand } from '@eventide/contracts';
import { eventually } from './eventually.js';
import { ReplayedInbox } from './replayed-inbox.js';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';

const USER = 'ann';
const WRITERS = 4;
const PER_WRITER = 25;
const ANNOUNCEMENTS = 10;
const CREATED = WRITERS * PER_WRITER + 1;

/** Two devices read all that they show, again and again, while others go on writing to the same inbox. */
describe('read-all and receipts beside creations', () => {
  let cluster: TestCluster;
  let devices: TestDevice[];
  /** What each read-all asked for, and what it was told. */
  const readings: { upTo: number; outcome: UpdateAnswer }[] = [];

  beforeAll(async () => {
    cluster = await TestCluster.start();
    devices = [await cluster.device(USER, 0), await cluster.device(USER, 1)];
    let writing = true;
    const readers = [...devices.map((device) => readAll(device, () => writing)), readAnnouncements(() => writing)];
    try {
      await Promise.all([...Array.from({ length: WRITERS }, (_, writer) => write(writer % 2)), announce()]);
    } finally {
      writing = false;
      await Promise.all(readers);
    }
    await cluster.barrier(USER, devices);
  });
  afterAll(() => cluster.stop());

  function command(device: TestDevice, fields: Omit<UpdateCommand, 'commandId'>): Promise<UpdateAnswer> {
    const named = { commandId: randomUUID(), ...fields };
    return eventually(fields.op, async () => {
      const ack = await device.ask('update', named);
      return ack.ok ? ack.data : null;
    });
  }

  async function write(node: number): Promise<void> {
    const admin = await cluster.admin(node);
    for (let count = 0; count < PER_WRITER; count += 1) await admin.notify(USER);
  }

  async function announce(): Promise<void> {
    const admin = await cluster.admin();
    for (let count = 0; count < ANNOUNCEMENTS; count += 1) await admin.insist('/api/announcements', { title: 'T', message: 'M' });
  }

  async function readAll(device: TestDevice, going: () => boolean): Promise<void> {
    for (let upTo = 0; going(); ) {
      await eventually('something new', () => !going() || device.inboxPlace > upTo);
      upTo = device.inboxPlace;
      readings.push({ upTo, outcome: await command(device, { op: 'readAll', upTo }) });
    }
  }

  /** By both ways at once. */
  async function readAnnouncements(going: () => boolean): Promise<void> {
    const api = await cluster.as(USER);
    const shown = () => devices[0]!.all('announcement').map(({ id }) => id);
    for (let next = 0; going() || next < shown().length; next += 1) {
      await eventually('something to read', () => !going() || shown().length > next);
      const id = shown()[next];
      if (id === undefined) return;
      await Promise.all([api.insist(`/api/announcements/${id}/read`, undefined), command(devices[1]!, { op: 'announcementRead', ids: [id] })]);
    }
  }

  const replayed = () => devices.map(({ received }) => ReplayedInbox.of(received));

  it('come to every device in one order, without holes, each with the true count', () => {
    const [first, second] = replayed();
    expect([first?.contradictions, second?.contradictions]).toEqual([[], []]);
    expect(second?.unreadAt).toEqual(first?.unreadAt);
  });

  it('are answered with the place that they took, and the count of that place', () => {
    const unreadAt = replayed()[0]!.unreadAt.set(0, 0);
    expect(readings.length).toBeGreaterThan(0);
    for (const { outcome: { seq, unread } } of readings) expect([seq, unread]).toEqual([seq, unreadAt.get(seq)]);
  });

  it('mark all that was shown, and nothing that came after it', async () => {
    const { readUpTo, unread } = replayed()[0]!;
    const upTo = Math.max(...readings.map((reading) => reading.upTo));
    expect(readUpTo).toBeLessThanOrEqual(upTo);
    const items = cluster.db.collection('notifications');
    expect(await items.countDocuments({ userId: USER })).toBe(CREATED);
    expect(await items.countDocuments({ userId: USER, seq: { $gt: readUpTo, $lte: upTo } })).toBe(0);
    expect(await items.countDocuments({ userId: USER, seq: { $gt: upTo } })).toBe(unread);
  });

  it('write one receipt for each announcement, at one place, whoever comes twice', async () => {
    const ids = devices[0]!.all('announcement').map(({ id }) => id);
    expect(ids).toHaveLength(ANNOUNCEMENTS);
    expect(replayed()[0]!.receipts.sort()).toEqual(ids.sort());
    expect(await cluster.db.collection('announcement_receipts').countDocuments({ userId: USER })).toBe(ANNOUNCEMENTS);
    const count = await (await cluster.as(USER)).expect<UnreadCount>('GET', '/api/notifications/unread-count');
    expect(count).toMatchObject({ all: 0, allSeq: ANNOUNCEMENTS });
  });

  it('are what the database says', async () => {
    const [, { seq, unread, readUpTo } = new ReplayedInbox()] = replayed();
    const head = await cluster.db.collection<{ _id: string }>('heads').findOne({ _id: USER });
    expect(head).toMatchObject({ seq, unread, readUpTo });
  });
});
