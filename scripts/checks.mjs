import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { JEST, JEST_NODE_ARGS } from './jest.mjs';
import { say } from './output.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { readState } from './state-file.mjs';
import { one, sum, tallyOfJest } from './tally.mjs';
import { runTool } from './tool.mjs';

const UNIT_REPORT = join(CACHE, 'unit-tests.json');
const SOURCES = ['contracts/src', 'backend/src', 'backend/test', 'frontend/src', 'frontend/projects', 'e2e', 'chaos'];

/** Everything that needs no server; what takes longest begins first. */
const CHECKS = [
  {
    name: 'unit tests',
    program: JEST,
    args: ['--json', `--outputFile=${UNIT_REPORT}`],
    nodeArgs: JEST_NODE_ARGS,
    tally: () => tallyOfJest(readState(UNIT_REPORT, null)),
  },
  // Types and the rules that need them; what an Angular template says of types, its own compiler knows alone.
  { name: 'types', program: 'oxlint/bin/oxlint', args: ['.'] },
  { name: 'types: templates', program: '@angular/compiler-cli/bundles/src/bin/ngc.js', args: ['-p', 'frontend/tsconfig.spec.json', '--noEmit'] },
  { name: 'style', program: 'eslint/bin/eslint.js', args: ['.'] },
  { name: 'import rules', program: 'dependency-cruiser/bin/dependency-cruiser.mjs', args: [...SOURCES, '--config', '.dependency-cruiser.cjs'] },
  { name: 'dead exports', program: 'knip/bin/knip.js', args: ['--no-progress'] },
];

/**
 * Runs all checks, one more at once than there are cores since tests wait now and then, and prints what failed and a table.
 * @returns {Promise<import('./tally.mjs').Tally>} every check counts as one, every unit test too
 */
export async function runChecks() {
  rmSync(UNIT_REPORT, { force: true });
  const results = await inParallel(CHECKS, availableParallelism() + 1, runCheck);
  for (const { name, ok, output } of results) if (!ok) say(`\n--- ${name}\n${output}\n`);
  for (const { name, ok, seconds, tally } of results) {
    const count = tally.passed + tally.failed > 1 ? `  ${tally.passed} of ${tally.passed + tally.failed}` : '';
    say(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(18)} ${seconds.toFixed(1).padStart(5)} s${count}`);
  }
  return sum(results.map(({ tally }) => tally));
}

async function runCheck({ name, program, args, nodeArgs, tally }) {
  const { ok, output, seconds } = await runTool(program, args, { cwd: ROOT, nodeArgs });
  const counted = tally?.() ?? one(ok);
  // A tool that fails although nothing it counts did has failed all the same.
  return { name, ok, output, seconds, tally: !ok && counted.failed === 0 ? sum([counted, one(false)]) : counted };
}

async function inParallel(items, limit, work) {
  const results = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: limit }, lane));
  return results;
}
