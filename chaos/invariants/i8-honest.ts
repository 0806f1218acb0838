import { callersOf, outagesOf, type Evidence, type Invariant, type Span } from '../evidence.js';
import { linesOf, type Line, type LineOf } from '../history.js';

/** 3 s, and what the client itself may take to send and to notice. */
const LONGEST_MS = 3_000 + 300;

type Answered = LineOf<'ok' | 'fail' | 'unknown'>;

/** However long the suite was stalled, no more than this is taken off an answer. */
const MOST_EXCUSED_MS = 1_000;

/**
 * Every request ends within 3 s with 2xx or 503 (what is wrong, with 4xx), unless its node, or the way to it, was taken
 * away. An answer may be later by the time for which the suite's own event loop did not turn meanwhile, at most 1 s.
 */
export const HONEST: Invariant = {
  id: 'I8',
  title: 'honest answers in time',
  judge: (evidence) => {
    const stalls = linesOf(evidence.lines, 'stall');
    return owed(evidence).flatMap((line) =>
      problemsOf(line, stalledIn(line, stalls)).map((problem) => `${line.op} ${line.id} at ${line.node} ${problem}`),
    );
  },
};

/** How many answers were late and excused by a stall of the suite. */
export function excused(evidence: Evidence): number {
  const stalls = linesOf(evidence.lines, 'stall');
  return owed(evidence).filter((line) => problemsOf(line, 0).length > 0 && problemsOf(line, stalledIn(line, stalls)).length === 0).length;
}

/** The answers of nodes that could answer. */
function owed({ lines }: Evidence): Answered[] {
  const nodes = new Map<string, Span[]>();
  return lines.filter(isAnswered).filter(({ t, ms, node }) => {
    const away = nodes.get(node) ?? [...outagesOf(lines, node), ...outagesOf(lines, callersOf(node))];
    nodes.set(node, away);
    return !away.some(({ from, to }) => t >= from && t - ms <= to);
  });
}

function isAnswered(line: Line): line is Answered {
  return line.kind === 'ok' || line.kind === 'fail' || line.kind === 'unknown';
}

/** For how long the suite could not have noticed the answer. */
function stalledIn({ t, ms }: Answered, stalls: readonly LineOf<'stall'>[]): number {
  const during = stalls.filter((stall) => stall.t > t - ms && stall.t - stall.ms < t);
  return Math.min(MOST_EXCUSED_MS, during.reduce((sum, stall) => sum + stall.ms, 0));
}

function problemsOf({ kind, ms, status }: Answered, stalledMs: number): string[] {
  if (status === 0) return [`got no answer in ${Math.round(ms)} ms`];
  return [
    ...(ms > LONGEST_MS + stalledMs ? [`was answered after ${Math.round(ms)} ms`] : []),
    // Producers ask for nothing that may be refused.
    ...(kind === 'fail' ? [`was answered ${status}`] : []),
  ];
}
