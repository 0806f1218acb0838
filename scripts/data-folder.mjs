import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { dropLock, waitForLock } from './file-lock.mjs';
import { Refusal, say } from './output.mjs';
import { ROOT } from './paths.mjs';
import { signalGroup, startGroup, stopGroup } from './process-group.mjs';
import { isRunning } from './process-identity.mjs';
import { readState, writeState } from './state-file.mjs';

const GRACE_MS = 15_000;

/** How long another command may take to stop before it counts as running. */
const STOPPING_MS = 5_000;

/**
 * Everything that one running Eventide keeps, and the processes that serve it. One command at a time
 * holds a folder; what a killed one left running is ended before the next one begins.
 */
export class DataFolder {
  /** @type {import('./process-group.mjs').ProcessGroup[]} */
  #processes = [];
  #closing = false;

  /** @param {string} path */
  constructor(path) {
    this.path = path;
  }

  /** Takes the folder, or refuses with one sentence while another command has it. */
  static async take(path) {
    const folder = new DataFolder(path);
    mkdirSync(path, { recursive: true });
    const holder = await waitForLock(folder.file('lock'), { limitMs: STOPPING_MS });
    if (holder) {
      const name = relative(ROOT, path) || path;
      throw new Refusal(
        `Process ${holder.pid} runs an Eventide on ${name} already: stop it, or set another DATA_DIR and PORT.`,
      );
    }
    const leftovers = readState(folder.file('processes.json'), []).filter(isRunning);
    if (leftovers.length > 0) say(`Ending what an earlier run left: ${leftovers.map(({ name }) => name).join(', ')}.`);
    await stopInOrder(leftovers);
    return folder;
  }

  /**
   * The path of something in it.
   * @param {...string} names
   */
  file(...names) {
    return join(this.path, ...names);
  }

  /**
   * Starts a process group and writes it down, so that a later command can end it if this one can't.
   * @returns {import('./process-group.mjs').ProcessGroup}
   */
  start(name, command, args, options) {
    if (this.#closing) throw new Refusal(`${name} was not started: Eventide is stopping.`);
    const group = startGroup(name, command, args, options);
    if (group.pid) {
      this.#processes.push(group);
      writeState(this.file('processes.json'), this.#processes.map(({ name, pid, startedAt }) => ({ name, pid, startedAt })));
    }
    return group;
  }

  /** Ends the processes, those started last first, those of one name together, and gives the folder back. */
  async close() {
    this.#closing = true;
    await stopInOrder(this.#processes);
    writeState(this.file('processes.json'), []);
    dropLock(this.file('lock'));
  }

  /** The same at once, without asking the processes. */
  kill() {
    this.#closing = true;
    for (const group of this.#processes) signalGroup(group, 'SIGKILL');
    dropLock(this.file('lock'));
  }
}

async function stopInOrder(processes) {
  const byName = Map.groupBy(processes.toReversed(), ({ name }) => name);
  for (const together of byName.values()) {
    await Promise.all(together.map((group) => stopGroup(group, GRACE_MS)));
  }
}
