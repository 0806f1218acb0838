import type { Invariant } from '../evidence.js';
import { linesOf, type LineOf } from '../history.js';

/** A device's cursor moves by frames that follow it, and jumps by pages only. */
export const IN_ORDER: Invariant = {
  id: 'I4',
  title: 'in order, without a hole',
  judge: ({ lines }) => {
    const steps = Map.groupBy(linesOf(lines, 'apply'), ({ who, stream }) => `${who} ${stream}`);
    return [...steps.values()].flatMap(judgeSteps);
  },
};

interface Place {
  epoch: string;
  seq: number;
}

function judgeSteps(steps: readonly LineOf<'apply'>[]): string[] {
  return steps.flatMap((step, index) => {
    const problem = problemOf(step, steps[index - 1] ?? null);
    return problem ? [`${step.who} ${problem} (${step.stream}, ${step.way} from ${step.prev} to ${step.seq})`] : [];
  });
}

function problemOf(step: LineOf<'apply'>, at: Place | null): string | null {
  if (step.way === 'reset') return null;
  if (at === null || at.epoch !== step.epoch) return 'went on in an epoch that it did not know';
  if (step.from !== at.seq) return `moved from ${step.from} and not from its place ${at.seq}`;
  if (step.prev > at.seq) return `jumped over a hole from ${at.seq}`;
  if (step.seq < at.seq || (step.way === 'frame' && step.seq === at.seq)) return `went back from ${at.seq}`;
  return step.single && step.prev !== step.seq - 1 ? 'got one change for several places' : null;
}
