import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AllocationRequest } from '@eventide/contracts';
import { Erasure } from '../auth/erasure.js';
import { InMemoryPeopleRepository } from '../auth/in-memory-people.repository.js';
import type { Delivery, NotificationsService } from '../notifications/notifications.service.js';
import type { Env } from '../platform/env.js';
import type { MailOutbox } from '../platform/mail/mail-outbox.store.js';
import { LateErasure } from './late-erasure.js';
import { ManagerSummaries } from './manager-summaries.js';
import type { VouchersStore } from './vouchers.store.js';

const REQUEST: AllocationRequest = { voucher: { code: 'LUNCH', title: 'Lunch', amount: 10, currency: 'EUR' }, criteria: { roles: ['user'] } };

describe(ManagerSummaries.name, () => {
  let people: InMemoryPeopleRepository;
  /** The department in which each got a voucher. */
  let given: Map<string, string>;
  let told: object[];
  let summaries: ManagerSummaries;

  beforeEach(async () => {
    people = new InMemoryPeopleRepository();
    for (const department of ['Sales', 'Engineering']) {
      await people.upsert(`boss of ${department}`, { name: 'Boss', roles: ['manager'], department });
    }
    for (const id of ['ann', 'ben']) await people.upsert(id, { name: id, department: 'Sales' });
    await people.upsert('cat', { name: 'cat', department: 'Engineering' });
    given = new Map([['ann', 'Sales'], ['ben', 'Sales'], ['cat', 'Engineering']]);
    told = [];
    const vouchers: Pick<VouchersStore, 'countByDepartment' | 'holders'> = {
      countByDepartment: async () => new Map([...Map.groupBy(given.values(), (code) => code)].map(([code, all]) => [code, all.length])),
      holders: async (_allocationId, ids) => ids.filter((id) => given.has(id)).length,
    };
    const deliver = async ({ sends }: Delivery<never>) => told.push(...sends.map(({ to, data }) => ({ to, ...data })));
    summaries = new ManagerSummaries(
      vouchers as VouchersStore,
      people,
      { deliver } as unknown as NotificationsService,
      {} as MailOutbox,
      new LateErasure(people, new Erasure()),
      { http: { allowedOrigins: [] } } as unknown as Env,
    );
  });

  const tell = async () => {
    await summaries.tell('a', REQUEST);
    return told;
  };
  const summary = (department: string, counts: object) => expect.objectContaining({ to: `boss of ${department}`, department, ...counts });

  it('say how many got a voucher, and that nobody was left out', async () => {
    expect(await tell()).toEqual([summary('Sales', { given: 2, failed: 0 }), summary('Engineering', { given: 1, failed: 0 })]);
  });

  it('count nobody as left out who was given one in another department', async () => {
    await people.upsert('ben', { name: 'ben', department: 'Engineering' });
    expect(await tell()).toEqual([summary('Sales', { given: 2, failed: 0 }), summary('Engineering', { given: 1, failed: 0 })]);
  });

  it('count who came too late to be given one, also when somebody else has left', async () => {
    await people.remove('ann');
    await people.upsert('aaron', { name: 'aaron', department: 'Sales' });
    expect(await tell()).toEqual([summary('Sales', { given: 2, failed: 1 }), summary('Engineering', { given: 1, failed: 0 })]);
  });
});
