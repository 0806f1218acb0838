import { EVERYBODY, linesOf, type Line } from '../history.js';

/** What is known to have happened at one place of an inbox. */
type Claim =
  | { op: 'create' | 'read' | 'unread' | 'remove'; id: string }
  | { op: 'readAll'; upTo: number };

interface Item {
  seq: number;
  unread: boolean;
}

/**
 * The number of unread notifications of each user at each place (index 0: before the first), as the acknowledged
 * requests and commands make it. It ends before the first place that nothing acknowledged explains.
 *
 * A command that changed nothing is acknowledged at a place that another took; repeating it there changes nothing either.
 */
export function replay(lines: readonly Line[]): Map<string, number[]> {
  const claims = claimsIn(lines);
  return new Map([...claims].map(([user, places]) => [user, countsOf(places)]));
}

function claimsIn(lines: readonly Line[]): Map<string, Map<number, Claim[]>> {
  const byUser = new Map<string, Map<number, Claim[]>>();
  const claim = (user: string, seq: number, made: Claim) => {
    const places = byUser.get(user) ?? new Map<number, Claim[]>();
    byUser.set(user, places.set(seq, [...(places.get(seq) ?? []), made]));
  };
  for (const { sent } of linesOf(lines, 'ok')) {
    for (const { user, seq, id } of sent) if (user !== EVERYBODY) claim(user, seq, { op: 'create', id });
  }
  for (const { op, user, target, upTo, seq } of linesOf(lines, 'ack')) {
    if (op === 'readAll' && upTo !== undefined) claim(user, seq, { op, upTo });
    else if (op !== 'readAll' && target !== undefined) claim(user, seq, { op, id: target });
  }
  return byUser;
}

function countsOf(places: ReadonlyMap<number, readonly Claim[]>): number[] {
  const items = new Map<string, Item>();
  const counts = [0];
  let readUpTo = 0;
  for (let seq = 1; ; seq += 1) {
    const claims = places.get(seq);
    if (!claims) return counts;
    for (const claim of claims) {
      if (claim.op === 'readAll') readUpTo = Math.max(readUpTo, claim.upTo);
      else apply(items, claim, seq, readUpTo);
    }
    counts.push([...items.values()].filter((item) => isUnread(item, readUpTo)).length);
  }
}

function apply(items: Map<string, Item>, { op, id }: Exclude<Claim, { op: 'readAll' }>, seq: number, readUpTo: number): void {
  const item = items.get(id);
  if (op === 'create') items.set(id, { seq, unread: true });
  else if (op === 'remove') items.delete(id);
  else if (item && isUnread(item, readUpTo) !== (op === 'unread')) items.set(id, { seq, unread: op === 'unread' });
}

function isUnread({ seq, unread }: Item, readUpTo: number): boolean {
  return unread && seq > readUpTo;
}
