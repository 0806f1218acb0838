import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './paths.mjs';

/** @returns {Promise<{ code: number, said: string }>} how a script ended, and what it complained of */
function outcomeOf(script, ...args) {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'scripts', script), ...args], (error, _, said) => resolve({ code: error?.code ?? 0, said }));
  });
}

describe('arguments that a command does not know', () => {
  it.each(['cluster.mjs', 'figures.mjs', 'sample.mjs'])('are named in a sentence by %s', async (script) => {
    const { code, said } = await outcomeOf(script, '--unheard-of');
    expect(code).toBe(1);
    expect(said).toContain("Unknown option '--unheard-of'");
    expect(said).not.toContain('    at ');
  });

  it('are refused by commands without options, before anything is installed or built', async () => {
    const { code, said } = await outcomeOf('bootstrap.mjs', 'start', '--port', '4000');
    expect(code).toBe(1);
    expect(said).toMatch(/^"start" takes no arguments, but got --port 4000;.*\n$/);
  });
});
