import { describe, expect, it } from '@jest/globals';
import { lastLine, one, sum, tallyOfJest } from './tally.mjs';

describe('a tally', () => {
  it('ends in a line that names skipped ones only when there are some', () => {
    expect(lastLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(lastLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('is the sum of its parts', () => {
    expect(sum([one(true), one(false), { passed: 2, failed: 0, skipped: 1 }])).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  it('counts a spec file that does not run, and a run without a report, as failures', () => {
    const report = { numPassedTests: 5, numFailedTests: 0, numRuntimeErrorTestSuites: 1, numPendingTests: 0, numTodoTests: 0 };
    expect(tallyOfJest(report)).toEqual({ passed: 5, failed: 1, skipped: 0 });
    expect(tallyOfJest(null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
