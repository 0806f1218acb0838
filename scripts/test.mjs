import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHAOS_REPORT } from './chaos-report.mjs';
import { runChecks } from './checks.mjs';
import { findChromium } from './chromium.mjs';
import { JEST, JEST_NODE_ARGS } from './jest.mjs';
import { provideMongo } from './mongod.mjs';
import { run, say } from './output.mjs';
import { ROOT } from './paths.mjs';
import { provideRedis } from './redis.mjs';
import { readState } from './state-file.mjs';
import { supervise } from './supervise.mjs';
import { lastLine, one, sum, tallyOfJest } from './tally.mjs';

/** As many files at a time as keep the cores busy: they wait for most of their time, journeys less so. */
const SUITES = [
  { name: 'integration', config: 'backend/test/jest.config.mjs', workers: 3 },
  { name: 'journeys', config: 'e2e/jest.config.mjs', workers: 2 },
];

/** `npm test`: every check and every suite, on a real mongod, a real Redis and a real browser. */
await run(async () => {
  const path = mkdtempSync(join(tmpdir(), 'eventide-suites-'));
  let tally = null;
  try {
    await supervise(path, async (folder) => (tally = await testAll(folder)));
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
  if (!tally) return 130;
  say(`\n${lastLine(tally)}`);
  return tally.failed > 0 ? 1 : 0;
});

async function testAll(folder) {
  const chromium = findChromium();
  const redis = await provideRedis(folder, process.env.REDIS_URL || null);
  const mongo = await provideMongo(folder, process.env.MONGODB_URI || null);
  const env = { ...process.env, CHROMIUM_PATH: chromium, TEST_MONGODB_URI: mongo.uri, TEST_REDIS_URL: redis.url };
  const tallies = [await runChecks()];
  for (const suite of SUITES) tallies.push(await runSuite(folder, suite, env));
  tallies.push(await runFaults(folder));
  return sum(tallies);
}

/** Files run beside each other: each brings nodes, clients and a database of its own. */
async function runSuite(folder, { name, config, workers }, env) {
  say(`\n--- ${name}`);
  const report = folder.file(`${name}.json`);
  const args = ['--config', config, `--maxWorkers=${workers}`, '--json', `--outputFile=${report}`];
  const suite = folder.start('suite', process.execPath, [...JEST_NODE_ARGS, join(ROOT, 'node_modules', JEST), ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ok = (await suite.ended) === 'exit 0';
  const tally = tallyOfJest(readState(report, null));
  return !ok && tally.failed === 0 ? sum([tally, one(false)]) : tally;
}

/** A selection of the fault suite, which starts servers of its own. */
async function runFaults(folder) {
  say('\n--- faults');
  rmSync(CHAOS_REPORT, { force: true });
  const args = [join(ROOT, 'scripts', 'chaos.mjs'), '--selection', 'quick'];
  const suite = folder.start('suite', process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  const ok = (await suite.ended) === 'exit 0';
  const tally = readState(CHAOS_REPORT, one(false));
  return !ok && tally.failed === 0 ? sum([tally, one(false)]) : tally;
}
