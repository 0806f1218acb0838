import { rmSync, writeFileSync } from 'node:fs';
import type { Fault, Scene } from '../fault.js';

const DISK_MB = 4;

export const FULL_REDIS_DISK: Fault = {
  id: 'X8B',
  title: 'Redis disk full',
  needsRoot: true,
  stage: { disks: { redis: DISK_MB } },
  async inject({ stage }) {
    await stage.redis.command('CONFIG', 'SET', 'appendfsync', 'everysec');
    fillDisk(ballast(stage));
    await stage.redis.command('SET', 'ballast', 'x'.repeat(64 * 1_024)).catch(expectRefusal);
  },
  async heal({ stage }) {
    rmSync(ballast(stage), { force: true });
  },
};

function ballast(stage: Scene['stage']): string {
  return stage.folder.file('redis', 'ballast');
}

/** Writes until nothing more fits. */
export function fillDisk(path: string): void {
  try {
    for (;;) writeFileSync(path, Buffer.alloc(256 * 1_024), { flag: 'a' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

function expectRefusal(error: unknown): void {
  if (!/MISCONF/.test(String(error))) throw error;
}
