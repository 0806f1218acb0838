import { Injectable } from '@nestjs/common';
import type { Audience, DryRun } from '@eventide/contracts';
import { PeopleRepository } from '../auth/people.repository.js';

const SAMPLE = 10;

/** Says whom bulk work would concern, and does nothing. */
@Injectable()
export class DryRuns {
  constructor(private readonly people: PeopleRepository) {}

  async of(audience: Audience): Promise<DryRun> {
    const [count, members] = await Promise.all([this.people.count(audience), this.people.matching(audience, '', SAMPLE)]);
    return { count, sample: members.map(({ id, name }) => ({ id, name })) };
  }
}
