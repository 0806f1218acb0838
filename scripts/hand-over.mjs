import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { dropLock, waitForLock } from './file-lock.mjs';
import { install } from './install.mjs';
import { Refusal, run, say } from './output.mjs';
import { CACHE, COMPILED, PROJECT_NODE, ROOT } from './paths.mjs';

const PARENT_CHECK_MS = 500;

/** What each command needs built before it runs. */
const NEEDS = {
  start: ['contracts', 'backend', 'frontend'],
  cluster: ['contracts', 'backend', 'frontend'],
  chaos: ['contracts', 'backend'],
  user: ['contracts', 'backend'],
  epoch: ['contracts', 'backend'],
  dev: ['contracts', 'backend'],
  check: ['contracts'],
  audit: [],
  figures: ['contracts', 'backend'],
  sample: [],
  test: ['contracts', 'backend', 'frontend'],
  pictures: ['contracts', 'backend', 'frontend'],
};

/** Commands without options: an argument would be ignored without a word. */
const TAKE_NOTHING = ['start', 'dev', 'check', 'audit', 'test', 'pictures'];

/**
 * Installs and builds what the command needs, then lets the project's own Node run it: with the same
 * terminal, passing on signals, ending as it ended.
 */
export function handOver(command, args) {
  return run(async () => {
    const parts = NEEDS[command];
    if (!parts) throw new Refusal(`There is no command "${command}"; there are ${Object.keys(NEEDS).join(', ')}.`);
    if (args.length > 0 && TAKE_NOTHING.includes(command)) {
      throw new Refusal(`"${command}" takes no arguments, but got ${args.join(' ')}; settings stand in the environment or in .env (see .env.example).`);
    }
    await prepare(parts);
    return runCommand(join(ROOT, 'scripts', `${command}.mjs`), args);
  });
}

/** One at a time: two commands of one clone must not install or build over each other. */
async function prepare(parts) {
  const lock = join(CACHE, 'prepare.lock');
  await waitForLock(lock, {
    onWait: (holder) => say(`Waiting for process ${holder.pid}, which installs and builds …`),
  });
  try {
    await install();
    await build(parts);
  } finally {
    dropLock(lock);
  }
}

function runCommand(script, args) {
  if (!existsSync(script)) throw new Refusal(`${script} is missing: is this clone complete?`);
  const child = spawn(PROJECT_NODE, [script, ...args], {
    cwd: ROOT,
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  whenNpmIsGone(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** A killed npm can pass nothing on; what it ran would stay for ever. */
function whenNpmIsGone(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    stop();
  }, PARENT_CHECK_MS);
}
