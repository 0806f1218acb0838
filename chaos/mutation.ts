import { join } from 'node:path';

/** Where a module lies that changes the product while it is loaded. */
export function mutation(name: string): string {
  return join(import.meta.dirname, 'mutations', `${name}.mjs`);
}
