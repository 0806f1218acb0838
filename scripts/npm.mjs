import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from './paths.mjs';

/**
 * Under `npm run`, `node` on PATH is the project's own, which an installation may replace: npm runs by
 * the Node that it was started with.
 * @param {string[]} args
 * @returns {Promise<{ code: number | null, output: string }>} `output` is all that it printed
 */
export function npm(args) {
  const { npm_node_execpath: node, npm_execpath: cli, PATH = '' } = process.env;
  const outside = PATH.split(delimiter).filter((folder) => !folder.startsWith(join(ROOT, 'node_modules')));
  const [command, first] = node && cli ? [node, [cli]] : ['npm', []];
  const path = node ? [dirname(node), ...outside] : outside;
  return collect(spawn(command, [...first, ...args], { cwd: ROOT, env: { ...process.env, PATH: path.join(delimiter) } }));
}

function collect(child) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, output: `${output}${error.message}` }));
    child.once('close', (code) => resolve({ code, output: output.trimEnd() }));
  });
}
