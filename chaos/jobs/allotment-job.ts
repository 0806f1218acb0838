import { randomUUID } from 'node:crypto';
import type { AllocationRequest, Job } from '@eventide/contracts';
import type { Stage } from '../stage.js';
import { WatchedJob } from './watched-job.js';

const DEPARTMENT = 'Chaos';
/** Twenty pages, each a transaction. */
const EMPLOYEES = 10_000;
/** Places that vouchers take are in no acknowledged answer, so the counts of these people's inboxes are judged at rest alone. */
const WITH_DEVICES = 10;

/** A voucher on its way to thousands of employees, some of whom look on. What was promised is in the history. */
export class AllotmentJob extends WatchedJob {
  /** Allots a voucher that no other allotment gives; resolves when the job is accepted. @param users people with devices */
  static async begin(stage: Stage, users: readonly string[]): Promise<AllotmentJob> {
    const code = `voucher-${randomUUID()}`;
    const meant = [...users.slice(0, WITH_DEVICES), ...Array.from({ length: EMPLOYEES - WITH_DEVICES }, (_, index) => `staff-${index}`)];
    await employ(stage, meant);
    const body: AllocationRequest = { voucher: { code, title: 'Lunch', amount: 10, currency: 'EUR' }, criteria: { departments: [DEPARTMENT] }, notifyManagers: false };
    const headers = { authorization: `Bearer ${await stage.adminToken()}`, 'content-type': 'application/json', 'idempotency-key': code };
    const answer = await fetch(`${stage.node(0).url}/api/vouchers/allocations`, { method: 'POST', body: JSON.stringify(body), headers });
    if (answer.status !== 202) throw new Error(`The allocation was answered ${answer.status}`);
    stage.history.add('suite', { kind: 'allotted', code, users: meant });
    return new AllotmentJob(stage, ((await answer.json()) as Job).id, meant.length);
  }
}

/** Writes these people into the directory, past the product; those who are there already stay as they are. */
async function employ({ client, mongo }: Stage, ids: readonly string[]): Promise<void> {
  const people = client.db(mongo.name).collection<{ _id: string }>('people');
  const person = (id: string) => ({ name: id, words: [id], roles: ['user'], department: DEPARTMENT });
  await people.bulkWrite(
    ids.map((id) => ({ updateOne: { filter: { _id: id }, update: { $setOnInsert: person(id) }, upsert: true } })),
    { ordered: false },
  );
}
