import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isRunning } from './process-identity.mjs';

/**
 * A running program with all that it starts; `ended` resolves with how its leader ended, in words.
 * @typedef {import('./process-identity.mjs').ProcessIdentity & { name: string, ended: Promise<string> }} ProcessGroup
 */

/**
 * Starts a program as the leader of a process group of its own, so that a Ctrl-C at the terminal
 * does not reach it and whoever started it decides the order of the end.
 * @returns {ProcessGroup} without `pid` if it could not be started; `ended` says why
 */
export function startGroup(name, command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options, detached: true });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
  });
  return { name, ended, ...(child.pid ? identify(child.pid) : null) };
}

/** Signals a whole group; a group that is gone already is fine. */
export function signalGroup({ pid }, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Asks a group to end, and makes it end after `graceMs`. Resolves when its leader is gone.
 * @param {import('./process-identity.mjs').ProcessIdentity} leader
 */
export async function stopGroup(leader, graceMs) {
  if (!leader.pid) return;
  const deadline = Date.now() + graceMs;
  if (isRunning(leader)) signalGroup(leader, 'SIGTERM');
  while (isRunning(leader) && Date.now() < deadline) await delay(25);
  signalGroup(leader, 'SIGKILL');
  while (isRunning(leader)) await delay(25);
}
