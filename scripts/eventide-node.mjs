import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { originOf, shownOriginOf } from './node-address.mjs';
import { Refusal } from './output.mjs';
import { ROOT } from './paths.mjs';

const MAIN = join(ROOT, 'backend', 'dist', 'main.js');
const START_LIMIT_MS = 60_000;
/** Bulk work leaves much that lives for a moment; left to itself, the garbage collector lets it pile up to twice the memory. */
const SMALL_HEAP = ['--optimize-for-size'];
/** MB, enough for some 40,000 connections. The more a process may use, the longer the collector lets garbage pile up. */
const BOUNDED_HEAP = ['--max-old-space-size=1024'];

/**
 * Starts one node of the backend. Its log goes to a file in the data folder (the one of the run before
 * is kept beside it), its complaints to the terminal.
 * @param {import('./data-folder.mjs').DataFolder} folder
 * @param {string} label names it in messages and its log file
 * @param {{ host: string, port: number }} address where it is told to listen
 * @param {Record<string, string>} env settings beyond those of this process
 * @param {{ watch?: boolean, main?: string }} options `watch`: it starts again when its code changes; `main`: another program
 */
export function startNode(folder, label, address, env, { watch = false, main = MAIN } = {}) {
  const logPath = openableLog(folder, label);
  const log = openSync(logPath, 'a');
  const args = [
    ...(watch ? ['--watch', '--watch-preserve-output'] : []),
    ...(env.EVENTIDE_ROLE === 'gateway' ? BOUNDED_HEAP : SMALL_HEAP),
    '--enable-source-maps',
    main,
  ];
  const group = folder.start('node', process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, HOST: address.host, PORT: String(address.port), DATA_DIR: folder.path, ...env },
    stdio: ['ignore', log, 'inherit'],
  });
  closeSync(log);
  return { ...group, label, logPath, url: shownOriginOf(address), address };
}

/** Waits until the node can serve; refuses when it ended instead or takes more than a minute. */
export async function untilReady(node) {
  let outcome = null;
  void node.ended.then((end) => (outcome = end));
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await isReady(node.address))) {
    if (outcome) throw new Refusal(`${node.label} did not start (${outcome})${whereToLook(node)}.`);
    if (Date.now() > deadline) throw new Refusal(`${node.label} was not ready within a minute${whereToLook(node)}.`);
    await delay(50);
  }
}

/** A pointer to the log, if anything was logged. */
export function whereToLook({ logPath }) {
  return statSync(logPath).size > 0 ? `; its log is ${logPath}` : '';
}

async function isReady(address) {
  try {
    const answer = await fetch(`${originOf(address)}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch (error) {
    // By name: in a test the error is of another realm than its class here.
    if (['TimeoutError', 'TypeError'].includes(error.name)) return false;
    throw error;
  }
}

function openableLog(folder, label) {
  const path = folder.file('logs', `${label}.log`);
  mkdirSync(folder.file('logs'), { recursive: true });
  if (existsSync(path)) renameSync(path, `${path}.1`);
  return path;
}
