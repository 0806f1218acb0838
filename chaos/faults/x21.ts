import { randomUUID } from 'node:crypto';
import type { Fault } from '../fault.js';
import { linesOf } from '../history.js';
import { noteTo, sentItems, type Call } from '../producers.js';

const KEYS = 6;
const AT_ONCE = 50;

/** Fifty callers with one key, on all nodes: one document, and one id in all answers. */
export const SAME_KEY: Fault = {
  id: 'X21',
  title: 'the same key 50 times at once on three nodes',
  lastsMs: 1_000,
  async inject({ stage, fleet, producer }) {
    const callers = Array.from({ length: AT_ONCE }, (_, index) => producer(`caller-${index}`));
    for (let round = 0; round < KEYS; round += 1) {
      const user = fleet.users[round] ?? 'user-0';
      const call: Call = { op: 'send', path: '/api/notifications', body: { to: user, ...noteTo(user) }, promises: sentItems };
      const key = `same-${stage.random()}-${randomUUID()}`;
      await Promise.all(callers.map((caller) => caller.repeat(call, key)));
    }
  },
  async heal() {
    // Nothing was hurt.
  },
  expects: ({ stage }) => {
    const answers = linesOf(stage.history.lines, 'ok').filter(({ id }) => id.startsWith('same-'));
    return [...Map.groupBy(answers, ({ id }) => id)]
      .map(([key, same]) => ({ key, ids: new Set(same.flatMap(({ sent }) => sent.map(({ id }) => id))), count: same.length }))
      .filter(({ ids, count }) => ids.size !== 1 || count !== AT_ONCE)
      .map(({ key, ids, count }) => `${key} had ${count} answers with ${ids.size} ids`);
  },
};
