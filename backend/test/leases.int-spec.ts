import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoLeases } from '../src/platform/mongo-leases.js';
import { openDatabase, type TestDatabase } from './database.js';
import { eventually } from './eventually.js';

const LONG_MS = 3_600_000;

describe(MongoLeases.name, () => {
  let database: TestDatabase;
  const process = () => new MongoLeases(database.mongo);

  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(() => database.close());

  it('gives each work to one of many who ask at once, and lets that one go on', async () => {
    const many = Array.from({ length: 10 }, process);
    const held = await Promise.all(many.map((leases) => leases.hold('crowd', LONG_MS)));
    expect(held.filter(Boolean)).toHaveLength(1);
    expect(await Promise.all(many.map((leases) => leases.hold('crowd', LONG_MS)))).toEqual(held);
    expect(await process().hold('other work', LONG_MS)).toBe(true);
  });

  it('gives it to another when its time is over', async () => {
    const [first, second] = [process(), process()];
    expect(await first.hold('short', 50)).toBe(true);
    await eventually('the end of the lease', () => second.hold('short', LONG_MS));
    expect(await first.hold('short', LONG_MS)).toBe(false);
  });

  it('gives it to another when it is released by its holder, and by nobody else', async () => {
    const [first, second] = [process(), process()];
    await first.hold('released', LONG_MS);
    await second.release('released');
    expect(await second.hold('released', LONG_MS)).toBe(false);
    await first.release('released');
    expect(await second.hold('released', LONG_MS)).toBe(true);
  });
});
