import { Controller, Get, Query } from '@nestjs/common';
import type { DemoAccounts, Me, Person } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import { Env } from '../platform/env.js';
import { Public, User } from './access.js';
import { peopleQuery } from './auth.schemas.js';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-accounts.js';
import { PeopleRepository } from './people.repository.js';
import type { UserPrincipal } from './principal.js';
import { meOf } from './sessions.service.js';

const MOST_FOUND = 20;

/** Who I am, and whom there is. */
@Controller()
export class PeopleController {
  constructor(
    private readonly people: PeopleRepository,
    private readonly env: Env,
  ) {}

  /** For somebody whom only a host application knows, what the token says. */
  @Get('me')
  async me(@User() { userId: id, name, email, roles }: UserPrincipal): Promise<Me> {
    const user = await this.people.find(id);
    if (user) return meOf(user);
    return { id, name, email: email ?? null, roles: [...roles], department: null, grade: null, hiredAt: null };
  }

  @Get('people')
  async search(@User() _: UserPrincipal, @Query({ schema: peopleQuery }) { q }: { q: string }): Promise<{ items: Person[] }> {
    return { items: await this.people.search(q.trim(), MOST_FOUND) };
  }

  /** For the sign-in page of a demo. */
  @Get('demo')
  @Public()
  demo(): DemoAccounts {
    if (!this.env.demo) throw new DomainError('not_found');
    return { accounts: DEMO_PEOPLE.map(({ email, name, roles }) => ({ email, name, roles })), password: DEMO_PASSWORD };
  }
}
