import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hasApt } from './debian-packages.mjs';
import { isProgram, onPath } from './on-path.mjs';
import { Refusal, say } from './output.mjs';
import { CACHE, PROJECT_NODE, ROOT } from './paths.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const BROWSERS = join(CACHE, 'browsers');
const DOWNLOAD_LIMIT_MS = 180_000;

/**
 * Looks for a Chromium: `CHROMIUM_PATH`, PATH, Playwright's folders, the system's packages (as root on
 * a Debian-like system), Playwright's download. Refuses with one sentence when there is none.
 * @returns {string} the program
 */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named && isProgram(named)) return named;
  if (named) throw new Refusal(`CHROMIUM_PATH is not a program: ${named}`);
  const found = present() ?? fromPackages() ?? fromPlaywright();
  if (found) return found;
  throw new Refusal(
    'No Chromium was found or could be fetched: install Chromium or Chrome so that it is on PATH, or set CHROMIUM_PATH.',
  );
}

function present() {
  return NAMES.map(onPath).find(Boolean) ?? ofPlaywright();
}

function ofPlaywright() {
  const folders = [process.env.PLAYWRIGHT_BROWSERS_PATH, BROWSERS, join(homedir(), '.cache', 'ms-playwright')];
  for (const folder of folders.filter(Boolean)) {
    const [path] = globSync('chromium-*/chrome-linux*/chrome', { cwd: folder });
    if (path) return join(folder, path);
  }
  return null;
}

function fromPackages() {
  if (!hasApt() || process.getuid() !== 0) return null;
  say('Installing Chromium (apt) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  attempt('apt-get', ['--quiet', 'update'], { env });
  attempt('apt-get', ['--quiet', 'install', '--yes', '--no-install-recommends', 'chromium'], { env });
  return present();
}

function fromPlaywright() {
  say('Fetching Chromium (Playwright, at most 3 minutes) …');
  const program = join(ROOT, 'node_modules', 'playwright-core', 'cli.js');
  const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: BROWSERS };
  attempt(PROJECT_NODE, [program, 'install', 'chromium'], { env, timeout: DOWNLOAD_LIMIT_MS, killSignal: 'SIGKILL' });
  return ofPlaywright();
}

/** Whether it worked is seen by what is there afterwards; why it didn't is said here. */
function attempt(command, args, options) {
  try {
    execFileSync(command, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    if (error.status === undefined && !error.code) throw error;
    say(`  not to be had there: ${String(error.stderr ?? error.message).trim().split('\n').at(-1)}`);
  }
}
