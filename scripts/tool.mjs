import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { PROJECT_NODE, ROOT } from './paths.mjs';

/**
 * Runs one of the project's tools, quietly.
 * @param {string} program its script under node_modules, such as `typescript/bin/tsc`
 * @returns {Promise<{ ok: boolean, output: string, seconds: number }>} `output` is all that it printed
 */
export function runTool(program, args, { cwd = ROOT, env = {}, nodeArgs = [] } = {}) {
  const started = Date.now();
  const path = [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(PROJECT_NODE, [...nodeArgs, join(ROOT, 'node_modules', program), ...args], {
    cwd,
    env: { ...process.env, PATH: path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ ok: code === 0, output: output.trimEnd(), seconds: (Date.now() - started) / 1_000 }));
  });
}
