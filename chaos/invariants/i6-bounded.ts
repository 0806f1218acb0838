import { beginOf, type Invariant } from '../evidence.js';
import { linesOf, type LineOf } from '../history.js';

const MOST_GROWTH_MB = 150;
/** The pool to the database (50 at most) keeps what it has opened, and callers keep their connections for some seconds. */
const MORE_FILES = 200;

/** Memory stays within 150 MB of the baseline; queues and open files return to theirs. */
export const BOUNDED: Invariant = {
  id: 'I6',
  title: 'bounded',
  judge: ({ lines }) => {
    const faulted = beginOf(lines, 'fault');
    const byProcess = Map.groupBy(linesOf(lines, 'memory'), ({ who }) => who);
    return [...byProcess].flatMap(([who, samples]) => judgeProcess(who, samples, faulted));
  },
};

function judgeProcess(who: string, samples: readonly LineOf<'memory'>[], faulted: number): string[] {
  const warm = samples.filter(({ t }) => t < faulted);
  const last = samples.at(-1);
  if (warm.length === 0 || !last) return [];
  const baseline = Math.max(...warm.map(({ rssMb }) => rssMb));
  const peak = Math.max(...samples.map(({ rssMb }) => rssMb));
  const files = Math.max(...warm.map((sample) => sample.files));
  return [
    ...(peak > baseline + MOST_GROWTH_MB ? [`${who} grew from ${baseline} to ${peak} MB`] : []),
    ...(last.files > files + MORE_FILES ? [`${who} holds ${last.files} files at rest and held ${files} before`] : []),
    ...(last.waiting > 0 ? [`${who} has ${last.waiting} changes in its queue at rest`] : []),
  ];
}
