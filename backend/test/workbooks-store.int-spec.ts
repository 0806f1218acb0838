import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WORKBOOKS } from '../src/imports/workbook.schema.js';
import { WorkbooksStore } from '../src/imports/workbooks.store.js';
import { openDatabase, type TestDatabase } from './database.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe(WorkbooksStore.name, () => {
  let database: TestDatabase;
  let workbooks: WorkbooksStore;

  beforeAll(async () => {
    database = await openDatabase();
    workbooks = new WorkbooksStore(database.mongo);
  });
  afterAll(() => database.close());

  const after = (ms: number) => new Date(Date.now() + ms);
  const chunks = () => database.mongo.collection(`${WORKBOOKS}.chunks`).countDocuments({});

  async function upload(): Promise<string> {
    const id = workbooks.newId();
    await workbooks.save(id, async (open) => {
      const to = open();
      to.end('PK');
      await once(to, 'finish');
    });
    return id;
  }

  it('forgets a workbook that nobody imports a week after its upload', async () => {
    const id = await upload();
    await workbooks.forget(after(7 * DAY_MS - HOUR_MS));
    expect(await workbooks.open(id)).toMatchObject({ size: 2 });
    await workbooks.forget(after(7 * DAY_MS + HOUR_MS));
    expect(await workbooks.open(id)).toBeNull();
    expect(await chunks()).toBe(0);
  });

  it('forgets that of a failed import a day after it, unless it is tried again', async () => {
    const [failed, retried] = [await upload(), await upload()];
    for (const id of [failed, retried]) await workbooks.keepForRetry(id);
    await workbooks.keepForRun(retried);
    await workbooks.forget(after(DAY_MS + HOUR_MS));
    expect(await workbooks.open(failed)).toBeNull();
    expect(await workbooks.open(retried)).not.toBeNull();
    expect(await workbooks.keepForRun(failed)).toBe(false);
    await workbooks.remove(retried);
  });

  it('forgets what is left of an upload whose node did not live to its end, but none that may still run', async () => {
    const whole = await upload();
    await database.mongo.collection(`${WORKBOOKS}.files`).deleteOne({});
    expect(await workbooks.open(whole)).toBeNull();
    await workbooks.forget(after(0));
    expect(await chunks()).toBe(1);
    await workbooks.forget(after(2 * HOUR_MS));
    expect(await chunks()).toBe(0);
  });
});
