import { beforeEach, describe, expect, it } from '@jest/globals';
import { Erasure } from '../auth/erasure.js';
import { InMemoryPeopleRepository } from '../auth/in-memory-people.repository.js';
import type { JobRun } from '../jobs/job-processor.js';
import type { JobCounts, StoredJob } from '../jobs/stored-job.js';
import type { Delivery, NotificationsService } from '../notifications/notifications.service.js';
import { AudienceWalk } from './audience-walk.js';
import { LateErasure } from './late-erasure.js';

/** A job of its own, without a database. */
class Run implements JobRun {
  job = { id: 'job', cursor: null, total: 0, done: 0 } as unknown as StoredJob;
  readonly signal = new AbortController().signal;

  async progress(counts: Partial<JobCounts>): Promise<void> {
    this.job = { ...this.job, ...counts };
  }
}

describe(AudienceWalk.name, () => {
  let people: InMemoryPeopleRepository;
  let erasure: Erasure;
  let told: Set<string>;
  /** Just before what is told is committed. */
  let meanwhile: () => Promise<void>;
  let walk: AudienceWalk;

  beforeEach(async () => {
    people = new InMemoryPeopleRepository();
    for (const id of ['ann', 'ben', 'cat']) await people.upsert(id, { name: id });
    told = new Set();
    erasure = new Erasure();
    erasure.register('what was told', async (id) => told.delete(id));
    meanwhile = async () => undefined;
    const deliver = async ({ sends, answer }: Delivery<never>) => {
      await meanwhile();
      for (const { to } of sends) told.add(to);
      return answer([]);
    };
    walk = new AudienceWalk(people, { deliver } as unknown as NotificationsService, new LateErasure(people, erasure));
  });

  const tellAll = () =>
    walk.run(new Run(), {}, { write: (members) => ({ sends: members.map(({ id }) => ({ to: id, type: 'a', title: 'b', message: 'c' })) }) });

  it('tells everybody', async () => {
    await tellAll();
    expect([...told]).toEqual(['ann', 'ben', 'cat']);
  });

  it('leaves nothing of somebody who was erased after the page was read', async () => {
    meanwhile = async () => {
      await erasure.erase('ben');
      await people.remove('ben');
    };
    await tellAll();
    expect([...told]).toEqual(['ann', 'cat']);
  });
});
