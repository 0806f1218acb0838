import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** The ports by which a process's connections are told apart. */
export interface KnownPorts {
  own: number;
  mongo: ReadonlySet<number>;
  redis: number;
}

export interface OpenFiles {
  callers: number;
  mongo: number;
  redis: number;
  otherFiles: number;
}

interface Ends {
  local: number;
  remote: number;
}

/** Counts the open files of a process by what they are; null for a process that is gone. */
export function openFilesOf(pid: number, ports: KnownPorts): OpenFiles | null {
  const files = whileItLives(() => readdirSync(`/proc/${pid}/fd`));
  if (!files) return null;
  const connections = connectionsByInode();
  const count: OpenFiles = { callers: 0, mongo: 0, redis: 0, otherFiles: 0 };
  for (const file of files) {
    const target = whileItLives(() => readlinkSync(`/proc/${pid}/fd/${file}`));
    if (target !== null) count[kindOf(connections.get(target), ports)] += 1;
  }
  return count;
}

/** @returns null for a process or file that is gone */
export function whileItLives<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function kindOf(ends: Ends | undefined, { own, mongo, redis }: KnownPorts): keyof OpenFiles {
  if (!ends || ends.remote === 0) return 'otherFiles';
  if (ends.local === own) return 'callers';
  if (mongo.has(ends.remote)) return 'mongo';
  return ends.remote === redis ? 'redis' : 'otherFiles';
}

/** All TCP connections of the machine, under the names that `/proc` gives to their files. */
function connectionsByInode(): Map<string, Ends> {
  const lines = ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1));
  return new Map(
    lines.map((line) => {
      const [, local = '', remote = '', , , , , , , inode = ''] = line.trim().split(/\s+/);
      return [`socket:[${inode}]`, { local: portIn(local), remote: portIn(remote) }];
    }),
  );
}

/** The port of an address as the kernel writes it: `0100007F:1F90`. */
function portIn(address: string): number {
  return Number.parseInt(address.split(':').at(-1) ?? '0', 16);
}
