import { Injectable } from '@nestjs/common';
import type { ListedJob } from '@eventide/contracts';
import { Jobs } from '../jobs/jobs.service.js';
import type { QueueName } from '../jobs/queues.js';
import { toTitledJob, type TitleOf } from '../jobs/stored-job.js';
import { ApiKeys } from './api-keys.store.js';
import { PeopleRepository } from './people.repository.js';
import { callerScope, type Principal } from './principal.js';

/** Of what jobs a list is made. */
export interface ListedQueue {
  queue: QueueName;
  limit: number;
  titleOf: TitleOf;
  /** Whose they have to be; without one, anybody's. */
  owner?: Principal;
}

/** Jobs as lists show them: with what they are called, and who asked for them. */
@Injectable()
export class JobLists {
  constructor(
    private readonly jobs: Jobs,
    private readonly people: PeopleRepository,
    private readonly apiKeys: ApiKeys,
  ) {}

  /** The newest first. */
  async newest({ queue, limit, titleOf, owner }: ListedQueue): Promise<ListedJob[]> {
    const found = await this.jobs.newest(queue, limit, owner && callerScope(owner));
    const names = await this.namesOf(found.map(({ ownerId }) => ownerId));
    return found.map((job) => ({
      ...toTitledJob(job, titleOf),
      owner: names.get(job.ownerId) ?? null,
      createdAt: job.createdAt.toISOString(),
    }));
  }

  /** By what `callerScope` calls them; who is gone is left out. */
  private async namesOf(scopes: readonly string[]): Promise<Map<string, string>> {
    const userIds = scopes.filter((scope) => scope.startsWith('u:')).map((scope) => scope.slice(2));
    const [people, keys] = await Promise.all([this.people.names([...new Set(userIds)]), this.apiKeys.list()]);
    const named = [...people].map(([id, name]) => [`u:${id}`, name] as const);
    return new Map([...named, ...keys.map(({ id, name }) => [`k:${id}`, name] as const)]);
  }
}
