import { beginOf, type Evidence, type Invariant, type StoredItem } from '../evidence.js';
import { EVERYBODY, linesOf, userOf, type Line, type LineOf, type Sent, type Stream } from '../history.js';

/** After a fault has ended, and after an acknowledgement without one. */
const RECOVERY_MS = 20_000;

/** What was acknowledged is stored, and on every device of its reader within 20 s. */
export const NOTHING_LOST: Invariant = {
  id: 'I1',
  title: 'nothing acknowledged is lost',
  judge: (evidence) => [...notStored(evidence), ...notAllotted(evidence), ...notOnDevices(evidence), ...late(evidence)],
};

function notStored({ lines, dump }: Evidence): string[] {
  const stored = new Set([...dump.items, ...dump.announcements].map(({ id }) => id));
  const removed = removalsIn(lines);
  return promised(lines)
    .filter(({ id }) => !stored.has(id) && !removed.has(id))
    .map(({ id, user, seq }) => `${id} of ${user} was acknowledged at place ${seq} and is not in the database`);
}

/** Everybody who was to get a voucher has it, and was told of it; who deletes may have deleted what he was told. */
function notAllotted({ lines, dump }: Evidence): string[] {
  const given = new Set(dump.vouchers.map(({ user, code }) => `${user} ${code}`));
  const told = new Set(dump.items.map(({ user, voucher }) => `${user} ${voucher}`));
  const removers = new Set(linesOf(lines, 'invoke').filter(({ op }) => op === 'remove').map(({ who }) => userOf(who)));
  return linesOf(lines, 'allotted').flatMap(({ code, users }) => [
    ...users.filter((user) => !given.has(`${user} ${code}`)).map((user) => `${user} never got voucher ${code}`),
    ...users.filter((user) => !told.has(`${user} ${code}`) && !removers.has(user)).map((user) => `${user} was never told of voucher ${code}`),
  ]);
}

/** Ids that some device asked to remove: whatever became of the command, their absence is no loss. */
function removalsIn(lines: readonly Line[]): Set<string> {
  const asked = linesOf(lines, 'invoke').filter(({ op }) => op === 'remove');
  return new Set(asked.map(({ id }) => id.slice(id.indexOf(' ') + 1)));
}

/** Everything that a 2xx answer has promised, once each. */
export function promised(lines: readonly Line[]): Sent[] {
  const sent = linesOf(lines, 'ok').flatMap((line) => line.sent);
  return [...new Map(sent.map((one) => [one.id, one])).values()];
}

function notOnDevices({ lines, dump }: Evidence): string[] {
  const byUser = Map.groupBy(dump.items, ({ user }) => user);
  const running = dump.announcements.filter((announcement) => announcement.running).map(({ id }) => id);
  const barred = new Set(linesOf(lines, 'barred').map(({ who }) => who));
  return linesOf(lines, 'rest').flatMap((rest) => {
    const user = userOf(rest.who);
    if (barred.has(user) || barred.has(rest.who)) return [];
    if (!rest.connected) return [`${rest.who} did not come back`];
    const due = (byUser.get(user) ?? []).filter(({ createdSeq }) => createdSeq >= rest.heldFrom);
    return [...differences(rest, due), ...missing(rest.who, running, rest.announcements.map(({ id }) => id), 'announcement')];
  });
}

function differences(rest: LineOf<'rest'>, due: readonly StoredItem[]): string[] {
  const held = rest.items.map(({ id }) => id);
  const stored = new Set(due.map(({ id }) => id));
  const gone = rest.heldFrom === 0 ? held.filter((id) => !stored.has(id)) : [];
  return [
    ...missing(rest.who, [...stored], held, 'notification'),
    ...gone.map((id) => `${rest.who} still shows ${id}, which is not in the database`),
  ];
}

function missing(who: string, due: readonly string[], held: readonly string[], what: string): string[] {
  const shown = new Set(held);
  return due.filter((id) => !shown.has(id)).map((id) => `${who} never got ${what} ${id}`);
}

function late({ lines }: Evidence): string[] {
  return delays(lines)
    .filter(({ ms }) => ms > RECOVERY_MS)
    .map(({ who, id, ms }) => `${who} got ${id} ${(ms / 1_000).toFixed(1)} s after it was due`);
}

interface Delay {
  who: string;
  id: string;
  ms: number;
}

/**
 * For each promise and each device of its reader: how long after the acknowledgement (or after the fault's end, for
 * what was acknowledged before it) the device reached its place. Devices that never did are judged at rest.
 */
export function delays(lines: readonly Line[]): Delay[] {
  const healed = beginOf(lines, 'healed');
  const reached = waysOf(lines);
  const devices = Map.groupBy(
    linesOf(lines, 'rest').filter(({ connected }) => connected),
    ({ who }) => userOf(who),
  );
  const everybody = [...devices.values()].flat();
  return linesOf(lines, 'ok').flatMap(({ t, sent }) =>
    sent.flatMap(({ id, user, seq }) => {
      const readers = user === EVERYBODY ? everybody : (devices.get(user) ?? []);
      return readers.flatMap(({ who }) => {
        const at = firstAt(reached.get(`${who} ${user === EVERYBODY ? 'all' : 'inbox'}`) ?? [], seq);
        return at === null ? [] : [{ who, id, ms: at - (t < healed ? Math.max(t, healed) : t) }];
      });
    }),
  );
}

/** Where each device was when, per stream, as a rising series. */
function waysOf(lines: readonly Line[]): Map<string, { t: number; seq: number }[]> {
  const ways = new Map<string, { t: number; seq: number }[]>();
  for (const { t, who, stream, seq } of linesOf(lines, 'apply')) {
    const key: `${string} ${Stream}` = `${who} ${stream}`;
    const way = ways.get(key) ?? [];
    if (seq > (way.at(-1)?.seq ?? -1)) way.push({ t, seq });
    ways.set(key, way);
  }
  return ways;
}

function firstAt(way: readonly { t: number; seq: number }[], seq: number): number | null {
  let [low, high] = [0, way.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((way[middle]?.seq ?? 0) >= seq) high = middle;
    else low = middle + 1;
  }
  return way[low]?.t ?? null;
}
