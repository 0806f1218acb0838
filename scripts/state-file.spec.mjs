import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readState, writeState } from './state-file.mjs';

describe('a state file', () => {
  let folder;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'eventide-state-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the fallback until it is written', () => {
    expect(readState(join(folder, 'a.json'), { port: 0 })).toEqual({ port: 0 });
  });

  it('reads what was written last, and leaves no draft beside it', () => {
    const path = join(folder, 'deeper', 'a.json');
    writeState(path, { port: 1 });
    writeState(path, { port: 2 });
    expect(readState(path, null)).toEqual({ port: 2 });
    expect(readdirSync(join(folder, 'deeper'))).toEqual(['a.json']);
  });
});
