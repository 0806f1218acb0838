import { EVERYBODY, linesOf, type Line } from '../history.js';

/** What is known to have happened at one place of an inbox. */
type Claim =
  | { op: 'create' | 'read' | 'unread' | 'remove'; id: string }
  | { op: 'readAll'; upTo: number };

interface Item {
  seq: number;
  unread: boolean;
}

interface Inbox {
  items: Map<string, Item>;
  readUpTo: number;
}

/**
 * The number of unread notifications of each user at each place (index 0: before the first), as the acknowledged
 * requests and commands make it. It ends before the first place that nothing acknowledged explains.
 *
 * A command that changed nothing is acknowledged at a place that another took: repeating it there changes nothing
 * either, and explains nothing.
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
  const inbox: Inbox = { items: new Map(), readUpTo: 0 };
  const counts = [0];
  for (let seq = 1; ; seq += 1) {
    const changed = (places.get(seq) ?? []).map((claim) => apply(inbox, claim, seq));
    if (!changed.includes(true)) return counts;
    counts.push([...inbox.items.values()].filter((item) => isUnread(item, inbox)).length);
  }
}

/** @returns whether it changed anything, so that it may be what took the place */
function apply(inbox: Inbox, claim: Claim, seq: number): boolean {
  const { items } = inbox;
  if (claim.op === 'readAll') {
    const covers = [...items.values()].some((item) => isUnread(item, inbox) && item.seq <= claim.upTo);
    inbox.readUpTo = Math.max(inbox.readUpTo, claim.upTo);
    return covers;
  }
  if (claim.op === 'remove') return items.delete(claim.id);
  const item = items.get(claim.id);
  const unread = claim.op !== 'read';
  if (claim.op !== 'create' && (!item || isUnread(item, inbox) === unread)) return false;
  items.set(claim.id, { seq, unread });
  return true;
}

function isUnread({ seq, unread }: Item, { readUpTo }: Inbox): boolean {
  return unread && seq > readUpTo;
}
