import { beginOf, outagesOf, type Evidence, type Invariant } from '../evidence.js';
import { linesOf } from '../history.js';

/** How long a node may take to see that the database is away, and that it is back. */
const NOTICE_MS = 5_000;
const RECOVERY_MS = 20_000;

/** No process ends by itself, and `/health/ready` says the truth. */
export const ALIVE: Invariant = {
  id: 'I7',
  title: 'alive and honest about it',
  judge: (evidence) => [...ended(evidence), ...dishonest(evidence), ...notReady(evidence)],
};

function ended({ lines }: Evidence): string[] {
  return linesOf(lines, 'exit')
    .filter(({ ordered }) => !ordered)
    .map(({ who, how }) => `${who} ended by itself: ${how}`);
}

function dishonest({ lines }: Evidence): string[] {
  const away = outagesOf(lines, 'mongod').map(({ from, to }) => ({ from: from + NOTICE_MS, to }));
  return linesOf(lines, 'ready')
    .filter(({ t, status }) => status === 200 && away.some(({ from, to }) => t > from && t < to))
    .map(({ who, t }) => `${who} called itself ready at ${Math.round(t)} ms while the database was away`);
}

function notReady({ lines }: Evidence): string[] {
  const due = beginOf(lines, 'healed') + RECOVERY_MS;
  const atRest = beginOf(lines, 'rest');
  return linesOf(lines, 'ready')
    .filter(({ t, status }) => t > Math.min(due, atRest) && status !== 200)
    .map(({ who, t, status }) => `${who} was not ready at ${Math.round(t)} ms, after all was healed: ${status || 'no answer'}`);
}
