import type { Dump, Evidence, Invariant } from '../evidence.js';
import { linesOf, userOf, type Line } from '../history.js';
import { replay } from './replay.js';

/** The badge is the number of unread items: at rest as stored, and at each place as replayed up to it. */
export const TRUE_COUNTS: Invariant = {
  id: 'I3',
  title: 'true counts',
  judge: (evidence) => [...kept(evidence.dump), ...atRest(evidence), ...onTheWay(evidence.lines)],
};

/** The stored count against the stored items. */
function kept(dump: Dump): string[] {
  const unreadOf = unreadIn(dump);
  return [...dump.inboxes].flatMap(([user, { unread }]) => {
    const counted = unreadOf(user);
    return unread === counted ? [] : [`The stored count of ${user} is ${unread}, and ${counted} are unread`];
  });
}

function atRest({ lines, dump }: Evidence): string[] {
  const unreadOf = unreadIn(dump);
  return linesOf(lines, 'rest').flatMap((rest) => {
    if (!rest.connected) return [];
    const user = userOf(rest.who);
    const inbox = unreadOf(user);
    const read = dump.receipts.get(user) ?? new Set();
    const all = dump.announcements.filter(({ id, running }) => running && !read.has(id)).length;
    return [
      ...(rest.unread === inbox ? [] : [`${rest.who} shows ${rest.unread} unread, and there are ${inbox}`]),
      ...(rest.unreadAll === all ? [] : [`${rest.who} shows ${rest.unreadAll} unread announcements, and there are ${all}`]),
    ];
  });
}

/** Counts the stored items of a person that are unread. */
function unreadIn(dump: Dump): (user: string) => number {
  const byUser = Map.groupBy(dump.items.filter(({ read }) => !read), ({ user }) => user);
  return (user) => byUser.get(user)?.length ?? 0;
}

function onTheWay(lines: readonly Line[]): string[] {
  const truth = replay(lines);
  const shown = linesOf(lines, 'count').map(({ who, seq, unread }) => ({ who, user: userOf(who), seq, unread }));
  const acked = linesOf(lines, 'ack').map(({ who, user, seq, unread }) => ({ who, user, seq, unread }));
  return [...shown, ...acked].flatMap(({ who, user, seq, unread }) => {
    const count = truth.get(user)?.[seq];
    if (count === undefined || count === unread) return [];
    return [`${who} was given ${unread} unread at place ${seq}, and there were ${count}`];
  });
}
