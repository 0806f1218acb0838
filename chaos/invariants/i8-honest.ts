import { outagesOf, type Invariant, type Span } from '../evidence.js';
import { linesOf, type Line, type LineOf } from '../history.js';

/** 3 s, and what the client itself may take to send and to notice. */
const LONGEST_MS = 3_000 + 300;

type Answered = LineOf<'ok' | 'fail' | 'unknown'>;

/** Every request ends within 3 s with 2xx or 503 (what is wrong, with 4xx), unless its node was taken away. */
export const HONEST: Invariant = {
  id: 'I8',
  title: 'honest answers in time',
  judge: ({ lines }) => {
    const away = new Map<string, Span[]>();
    const stalls = linesOf(lines, 'stall');
    return lines.filter(isAnswered).flatMap((line) => {
      const spans = away.get(line.node) ?? outagesOf(lines, line.node);
      away.set(line.node, spans);
      if (spans.some(({ from, to }) => line.t >= from && line.t - line.ms <= to)) return [];
      return problemsOf(line, stalledIn(line, stalls)).map((problem) => `${line.op} ${line.id} at ${line.node} ${problem}`);
    });
  },
};

function isAnswered(line: Line): line is Answered {
  return line.kind === 'ok' || line.kind === 'fail' || line.kind === 'unknown';
}

/** For how long the suite could not have noticed the answer. */
function stalledIn({ t, ms }: Answered, stalls: readonly LineOf<'stall'>[]): number {
  return stalls.filter((stall) => stall.t > t - ms && stall.t - stall.ms < t).reduce((sum, stall) => sum + stall.ms, 0);
}

function problemsOf({ kind, ms, status }: Answered, stalledMs: number): string[] {
  if (status === 0) return [`got no answer in ${Math.round(ms)} ms`];
  return [
    ...(ms > LONGEST_MS + stalledMs ? [`was answered after ${Math.round(ms)} ms`] : []),
    // Producers ask for nothing that may be refused.
    ...(kind === 'fail' ? [`was answered ${status}`] : []),
  ];
}
