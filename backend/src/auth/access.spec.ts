import { describe, expect, it } from '@jest/globals';
import { isAllowed, type AccessRule } from './access.js';
import type { Principal } from './principal.js';

const person = (...roles: string[]): Principal => ({ kind: 'user', userId: 'a', roles, name: 'A', expiresAt: 0 });
const service = (...scopes: ('send' | 'users')[]): Principal => ({ kind: 'service', keyId: 'k', name: 'K', scopes });

describe(isAllowed.name, () => {
  it.each<[string, Principal, AccessRule | undefined, boolean]>([
    ['lets any person in without a rule', person(), undefined, true],
    ['lets no service in without a rule', service('send', 'users'), undefined, false],
    ['lets a person with one of the roles in', person('user', 'admin'), { roles: ['admin', 'publisher'] }, true],
    ['refuses a person with none of the roles', person('user'), { roles: ['admin'] }, false],
    ['refuses a person whose role only looks alike', person('Admin', 'administrator'), { roles: ['admin'] }, false],
    ['lets a service with one of the scopes in', service('send'), { roles: ['admin'], scopes: ['send'] }, true],
    ['refuses a service with another scope', service('users'), { roles: ['admin'], scopes: ['send'] }, false],
    ['refuses a service where only people are named', service('send'), { roles: ['admin'] }, false],
    ['lets any person in where only scopes are named', person(), { scopes: ['send'] }, true],
  ])('%s', (_, principal, rule, allowed) => {
    expect(isAllowed(principal, rule)).toBe(allowed);
  });
});
