import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isRunning } from './process-identity.mjs';

/**
 * Takes the lock for this process, also from a holder that no longer runs.
 * @returns {null | { pid: number, startedAt: string }} null: it is ours; otherwise who has it.
 */
export function takeLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(identify(process.pid)));
  try {
    for (;;) {
      if (linked(draft, path)) return null;
      const holder = readHolder(path);
      if (holder && isRunning(holder)) return holder;
      if (holder) removeStale(path, holder);
    }
  } finally {
    rmSync(draft);
  }
}

/**
 * Waits for the lock, for `limitMs` at most; `onWait` is told once if there is somebody to wait for.
 * @returns {Promise<null | { pid: number, startedAt: string }>} as {@link takeLock}
 */
export async function waitForLock(path, { limitMs = Infinity, onWait } = {}) {
  const deadline = Date.now() + limitMs;
  let holder = takeLock(path);
  if (holder) onWait?.(holder);
  while (holder && Date.now() < deadline) {
    await delay(100);
    holder = takeLock(path);
  }
  return holder;
}

/** Gives it back. */
export function dropLock(path) {
  rmSync(path, { force: true });
}

function linked(draft, path) {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Another process may have replaced the stale lock by its own meanwhile: what was moved away is looked at once more. */
function removeStale(path, stale) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (readHolder(aside).pid !== stale.pid) linked(aside, path);
  rmSync(aside);
}
