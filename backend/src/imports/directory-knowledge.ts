import { Injectable } from '@nestjs/common';
import { Organisation } from '../auth/organisation.store.js';
import { PeopleRepository } from '../auth/people.repository.js';
import { KnownBefore } from './sheet-check.js';
import type { Kind } from './steps.js';

/** What the directory holds. */
@Injectable()
export class DirectoryKnowledge extends KnownBefore {
  constructor(
    private readonly organisation: Organisation,
    private readonly people: PeopleRepository,
  ) {
    super();
  }

  override async known(kind: Kind, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    if (kind !== 'employees') return this.organisation.known(kind, ids);
    return new Set((await this.people.names(ids)).keys());
  }

  override emailOwners(emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.people.emailOwners(emails);
  }
}
