import { Injectable, Logger } from '@nestjs/common';
import { API_KEY_SCOPES } from '@eventide/contracts';
import { Env } from '../platform/env.js';
import { keptSecret } from '../platform/kept-secret.js';
import { ApiKeys, randomApiKey } from './api-keys.store.js';
import { DEMO_AREAS, DEMO_DEPARTMENTS, DEMO_PASSWORD, DEMO_PEOPLE } from './demo-accounts.js';
import { Organisation } from './organisation.store.js';
import { hashPassword } from './password.js';
import { PeopleRepository } from './people.repository.js';

/** The accounts that a new installation starts with. */
@Injectable()
export class FirstAccounts {
  private readonly logger = new Logger(FirstAccounts.name);

  constructor(
    private readonly env: Env,
    private readonly people: PeopleRepository,
    private readonly keys: ApiKeys,
    private readonly organisation: Organisation,
  ) {}

  /** Makes what the settings ask for and is missing; what is there stays as it is. Several nodes may do it at once. */
  async ensure(): Promise<void> {
    if (this.env.firstAdmin) await this.ensureAdmin(this.env.firstAdmin);
    if (this.env.demo) await this.ensureDemo();
  }

  private async ensureAdmin({ email, password }: { email: string; password: string }): Promise<void> {
    if (await this.people.findByEmail(email)) return;
    await this.people.upsert('admin', { name: 'Administrator', email, roles: ['admin', 'user'] });
    await this.people.setPassword('admin', await hashPassword(password));
    this.logger.log('Made the first account.');
  }

  private async ensureDemo(): Promise<void> {
    for (const { id, ...person } of DEMO_PEOPLE) {
      const account = await this.people.findByEmail(person.email);
      if (account?.passwordHash) continue;
      await this.people.upsert(id, person);
      await this.people.setPassword(id, await hashPassword(DEMO_PASSWORD));
    }
    await this.ensureDemoDepartments();
    const key = keptSecret(this.env.dataDir, 'demo-api-key', randomApiKey);
    await this.keys.keep('demo', key, { name: 'Demo', scopes: [...API_KEY_SCOPES] });
  }

  private async ensureDemoDepartments(): Promise<void> {
    const missing = async <T extends { code: string }>(kind: 'areas' | 'departments', rows: readonly T[]): Promise<T[]> => {
      const known = await this.organisation.known(kind, rows.map(({ code }) => code));
      return rows.filter(({ code }) => !known.has(code));
    };
    await this.organisation.putAreas(await missing('areas', DEMO_AREAS));
    await this.organisation.putDepartments(await missing('departments', DEMO_DEPARTMENTS));
  }
}
