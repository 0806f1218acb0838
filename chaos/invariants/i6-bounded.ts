import { beginOf, type Invariant } from '../evidence.js';
import { linesOf, type Holdings, type LineOf } from '../history.js';

const MOST_GROWTH_MB = 150;
const MOST_MB_PER_MINUTE = 1;
/** A process settles in before its slope is measured, and a slope over less time is noise. */
const SETTLES_MS = 45_000;
const SLOPE_NEEDS_MS = 100_000;
/** A window has one forced collection in it at least: its smallest heap is what is really held. */
const WINDOW_MS = 12_000;

/** Per member of the set: the pool of 50, and what watches the member. */
const MOST_TO_A_MEMBER = 50 + 3;
/** Looks at its health and metrics; and those of an orchestrator. */
const PROBES = 4;
/** Timers and files that the platform opens and closes by itself. */
const MORE_FILES = 4;

/** Memory stays within 150 MB of the baseline and has no slope; queues, connections and open files return to theirs. */
export const BOUNDED: Invariant = {
  id: 'I6',
  title: 'bounded',
  judge: ({ lines }) => {
    const faulted = beginOf(lines, 'fault');
    const memory = Map.groupBy(linesOf(lines, 'memory'), ({ who }) => who);
    const holdings = Map.groupBy(linesOf(lines, 'holds'), ({ who }) => who);
    return [
      ...[...memory].flatMap(([who, samples]) => [...peak(who, samples, faulted), ...slope(who, samples)]),
      ...[...holdings].flatMap(([who, samples]) => {
        const [before] = samples;
        const last = samples.at(-1);
        return before && last ? leftovers(before, last).map((what) => `${who} ${what} at rest`) : [];
      }),
    ];
  },
};

function peak(who: string, samples: readonly LineOf<'memory'>[], faulted: number): string[] {
  const warm = samples.filter(({ t }) => t < faulted);
  if (warm.length === 0) return [];
  const baseline = Math.max(...warm.map(({ rssMb }) => rssMb));
  const most = Math.max(...samples.map(({ rssMb }) => rssMb));
  return most > baseline + MOST_GROWTH_MB ? [`${who} grew from ${baseline} to ${most} MB`] : [];
}

function slope(who: string, samples: readonly LineOf<'memory'>[]): string[] {
  const perMinute = heapSlope(samples);
  return perMinute !== null && perMinute > MOST_MB_PER_MINUTE ? [`${who} grows by ${perMinute.toFixed(1)} MB a minute`] : [];
}

/**
 * MB a minute of what a process really holds, by the median of the slopes between all windows (Theil and Sen); null
 * where it was not watched for long enough, or not with forced collections.
 */
export function heapSlope(samples: readonly LineOf<'memory'>[]): number | null {
  const [first] = samples;
  const settled = samples.filter(({ t, heapMb }) => heapMb > 0 && t > (first?.t ?? 0) + SETTLES_MS);
  const last = settled.at(-1);
  if (!settled[0] || !last || last.t - settled[0].t < SLOPE_NEEDS_MS) return null;
  const windows = [...Map.groupBy(settled, ({ t }) => Math.floor(t / WINDOW_MS))];
  const floors = windows.filter(([, inside]) => isWhole(inside)).map(([window, inside]) => ({
    minute: (window * WINDOW_MS) / 60_000,
    mb: Math.min(...inside.map(({ heapMb }) => heapMb)),
  }));
  const slopes = floors.flatMap((one, index) => floors.slice(index + 1).map((other) => (other.mb - one.mb) / (other.minute - one.minute)));
  slopes.sort((one, other) => one - other);
  return slopes[Math.floor(slopes.length / 2)] ?? null;
}

/** The first and the last window may be too short to have a collection in them. */
function isWhole(inside: readonly LineOf<'memory'>[]): boolean {
  return (inside.at(-1)?.t ?? 0) - (inside[0]?.t ?? 0) > WINDOW_MS / 2;
}

/** What a process holds now and should have let go. @param before what it held before the fault */
export function leftovers(before: Holdings, now: Holdings): string[] {
  const most = now.devices + PROBES;
  return [
    ...(now.callers > most ? [`has ${now.callers} connections of callers, and ${now.devices} devices`] : []),
    ...(now.mongo > now.members * MOST_TO_A_MEMBER ? [`has ${now.mongo} connections to the database`] : []),
    ...(now.redis > before.redis ? [`has ${now.redis} connections to Redis and had ${before.redis}`] : []),
    ...(now.otherFiles > before.otherFiles + MORE_FILES ? [`has ${now.otherFiles} other files open and had ${before.otherFiles}`] : []),
    ...(now.commits > 0 ? [`has ${now.commits} changes in its queue`] : []),
    ...(now.redisCalls > before.redisCalls ? [`waits for ${now.redisCalls} answers of Redis and waited for ${before.redisCalls}`] : []),
  ];
}
