import { execFileSync } from 'node:child_process';
import { globSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasApt, unpackDebianPackage } from './debian-packages.mjs';
import { isProgram, onPath } from './on-path.mjs';
import { Refusal, say } from './output.mjs';
import { CACHE } from './paths.mjs';

const STORE = join(CACHE, 'redis');

/**
 * Looks for a redis-server: on PATH, unpacked earlier, from the system's Debian packages.
 * Refuses with one sentence when there is none.
 * @returns {{ path: string, env: object }} the program, and the environment it needs
 */
export function findRedis() {
  const redis = installed() ?? unpacked() ?? fetched();
  if (redis) return redis;
  throw new Refusal(
    'No redis-server was found or could be fetched: install Redis 7 so that `redis-server` is on PATH, or set REDIS_URL.',
  );
}

function installed() {
  const path = onPath('redis-server');
  return path && tryRedis({ path, env: process.env });
}

function unpacked() {
  const path = join(STORE, 'usr', 'bin', 'redis-server');
  if (!isProgram(path)) return null;
  const libraries = new Set(globSync('usr/lib/**/*.so*', { cwd: STORE }).map((file) => join(STORE, dirname(file))));
  return tryRedis({ path, env: { ...process.env, LD_LIBRARY_PATH: [...libraries].join(':') } });
}

function fetched() {
  if (!hasApt()) return null;
  say('Fetching redis-server (Debian package, unpacked into .cache) …');
  rmSync(STORE, { recursive: true, force: true });
  try {
    unpackDebianPackage('redis-server', STORE);
  } catch (error) {
    if (error.status === undefined) throw error;
    say(`  not to be had there: ${String(error.stderr).trim().split('\n').at(-1)}`);
    return null;
  }
  return unpacked();
}

function tryRedis({ path, env }) {
  try {
    execFileSync(path, ['--version'], { env, stdio: 'ignore' });
    return { path, env };
  } catch (error) {
    if (error.status === undefined && !error.code) throw error;
    return null;
  }
}
