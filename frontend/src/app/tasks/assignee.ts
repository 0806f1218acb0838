import type { Person } from '@eventide/contracts';

/**
 * Whom a typed text means: the person whose id or, if only one has it, whose name it is.
 * Null when it is nobody known; then it counts as a user id.
 */
export function personMeant(text: string, people: readonly Person[]): Person | null {
  const wanted = text.trim();
  const byId = people.find((person) => person.id === wanted);
  if (byId) return byId;
  const lower = wanted.toLocaleLowerCase();
  const byName = people.filter((person) => person.name.toLocaleLowerCase() === lower);
  return byName.length === 1 ? byName[0]! : null;
}
