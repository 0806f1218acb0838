import type { Role } from '@eventide/contracts';

const NAMES: Record<Role, string> = { admin: 'Administrator', manager: 'Manager', publisher: 'Publisher' };

/** The most telling of a person's roles, in words. */
export function roleName(roles: readonly Role[]): string {
  const telling = Object.keys(NAMES).find((role) => roles.includes(role));
  return telling === undefined ? 'Member' : NAMES[telling]!;
}
