import { describe, expect, it } from '@jest/globals';
import type { Idempotency } from '../platform/idempotency.js';
import { Erasure } from './erasure.js';
import { InMemoryPeopleRepository } from './in-memory-people.repository.js';
import type { SessionsService } from './sessions.service.js';
import { UsersController } from './users.controller.js';

describe(UsersController.name, () => {
  it('erases also what somebody is told who is still registered while the rest is erased', async () => {
    const people = new InMemoryPeopleRepository();
    await people.upsert('ann', { name: 'Ann' });
    const vouchers = new Set(['ann']);
    const erasure = new Erasure();
    erasure.register('vouchers', async (id) => {
      const had = vouchers.delete(id);
      // A job gives everybody one who is there.
      if (await people.find(id)) vouchers.add(id);
      return had;
    });
    const sessions = { revoke: async () => undefined } as Partial<SessionsService> as SessionsService;
    await new UsersController(people, sessions, erasure, {} as Idempotency).erase('ann');
    expect(vouchers).toEqual(new Set());
  });
});
