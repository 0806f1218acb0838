import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * A process as it can be written down: process ids are used again, a pid with its start time is not.
 * @typedef {{ pid: number, startedAt: string }} ProcessIdentity
 */

/** @returns {ProcessIdentity | null} null when there is no such process, or only its unreaped remains. */
export function identify(pid) {
  const startedAt = existsSync('/proc/self/stat') ? startFromProc(pid) : startFromPs(pid);
  return startedAt ? { pid, startedAt } : null;
}

/** True while exactly this process runs. */
export function isRunning(identity) {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

function startFromProc(pid) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
  // The second field, the name, may hold spaces and brackets: count from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTime] = [fields[0], fields[19]];
  return state === 'Z' || state === 'X' ? null : startTime;
}

function startFromPs(pid) {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '');
  } catch (error) {
    if (error.status === 1) return null;
    throw error;
  }
}
