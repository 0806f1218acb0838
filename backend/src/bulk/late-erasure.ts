import { Injectable } from '@nestjs/common';
import { Erasure } from '../auth/erasure.js';
import { PeopleRepository } from '../auth/people.repository.js';

/** For people who are erased while something is on its way to them: it would be all that is left of them. */
@Injectable()
export class LateErasure {
  constructor(
    private readonly people: PeopleRepository,
    private readonly erasure: Erasure,
  ) {}

  /** Erases again who of these is no longer registered. To be called when what concerns them is committed. */
  async of(ids: readonly string[]): Promise<void> {
    const registered = await this.people.names(ids);
    for (const id of ids) if (!registered.has(id)) await this.erasure.erase(id);
  }
}
