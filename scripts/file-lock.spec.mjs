import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dropLock, takeLock } from './file-lock.mjs';
import { identify } from './process-identity.mjs';

describe('takeLock', () => {
  let folder;
  let lock;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'eventide-lock-'));
    lock = join(folder, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes a lock that nobody has, and names its holder to the next', () => {
    expect(takeLock(lock)).toBeNull();
    expect(takeLock(lock)).toEqual(identify(process.pid));
  });

  it('can be taken again when it was dropped', () => {
    takeLock(lock);
    dropLock(lock);
    expect(takeLock(lock)).toBeNull();
  });

  it('takes over from a holder that no longer runs, also when another process has its number now', () => {
    writeFileSync(lock, JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
    expect(takeLock(lock)).toBeNull();
    expect(takeLock(lock)).toEqual(identify(process.pid));
  });
});
