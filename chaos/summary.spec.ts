import { describe, expect, it } from '@jest/globals';
import { sortOut } from './results.js';
import { passes, type Summary } from './summary.js';
import { rowsOf } from './table.js';

function run(fields: Partial<Summary>): Summary {
  return { row: 'X1', kind: 'fault', title: 't', seed: 1, acknowledged: 10, broken: {}, recoveryS: 1, peakMb: 100, stallMs: 20, excused: 0, version: 'v1', at: '', seconds: 30, ...fields };
}

describe(passes.name, () => {
  it('takes no violation at all under a fault', () => {
    expect(passes(run({}))).toBe(true);
    expect(passes(run({ broken: { I9: 1 } }))).toBe(false);
  });

  it('wants of a control that just what it names has failed', () => {
    const control = { kind: 'control', expected: 'I3' } as const;
    expect(passes(run({ ...control, broken: { I3: 1, I1: 4 } }))).toBe(true);
    expect(passes(run({ ...control, broken: { I1: 4 } }))).toBe(false);
    expect(passes(run(control))).toBe(false);
  });
});

describe(rowsOf.name, () => {
  it('adds runs of one fault up and keeps the worst times', () => {
    const rows = rowsOf([
      run({ broken: { I1: 2, I7: 1 }, recoveryS: 3 }),
      run({ seed: 2, acknowledged: 5, peakMb: 200 }),
      run({ row: 'X2' }),
      run({ kind: 'plain' }),
    ]);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ seeds: 2, acknowledged: 15, lost: 2, other: 1, recoveryS: 3, peakMb: 200, verdict: 'FAILED in 1 of 2' });
    expect(rows[1]).toMatchObject({ seeds: 1, verdict: 'kept' });
  });

  it('counts nothing of a run that shows nothing', () => {
    expect(rowsOf([run({ notRun: 'root', broken: { I1: 1 } })])).toMatchObject([{ seeds: 0, lost: 0, verdict: 'not run: root' }]);
  });
});

describe(sortOut.name, () => {
  const failed = run({ broken: { I1: 1 } });

  it('keeps a failure that a later version has not repeated', () => {
    expect(sortOut([failed, run({ seed: 2, version: 'v2' })])).toMatchObject({ counted: [failed, {}], replacedFailures: [] });
  });

  it('does not take a failure back by a run of the same version', () => {
    expect(sortOut([failed, run({})]).counted).toHaveLength(2);
  });

  it('sets a failure apart that a later version has repeated', () => {
    const later = run({ version: 'v2' });
    expect(sortOut([failed, later])).toEqual({ counted: [later], replacedFailures: [failed], voids: [] });
    expect(sortOut([run({}), later]).replacedFailures).toEqual([]);
  });

  it('counts nothing of a row that has become another', () => {
    const other = run({ title: 'another', seed: 2 });
    expect(sortOut([failed, other])).toMatchObject({ counted: [other], replacedFailures: [failed] });
  });

  it('neither counts a void run nor lets it replace one', () => {
    const empty = run({ version: 'v2', isVoid: true, notRun: 'busy' });
    expect(sortOut([failed, empty])).toEqual({ counted: [failed], replacedFailures: [], voids: [empty] });
  });
});
