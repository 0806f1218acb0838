import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Refusal, say } from './output.mjs';
import { PROJECT_NODE, ROOT } from './paths.mjs';
import { readState } from './state-file.mjs';

/** Installs the packages of the lock file, unless exactly these are there. */
export async function install() {
  if (isInstalled()) return;
  say('Installing packages (npm install, some minutes the first time) …');
  // Not `npm ci`: it insists on lock entries for the binaries of every other platform, which not all registries carry.
  const { code, output } = await npm(['install', '--no-save', '--include=dev', '--no-progress']);
  if (code !== 0) throw new Refusal(`${output}\nnpm install failed; what it said stands above.`);
  if (!existsSync(PROJECT_NODE)) {
    throw new Refusal("npm did not run the install script of the package `node`: check npm's setting ignore-scripts.");
  }
}

/** Compares the lock file with the one that npm writes into node_modules at the end of every installation. */
function isInstalled() {
  const wanted = readState(join(ROOT, 'package-lock.json'), { packages: {} }).packages;
  const present = readState(join(ROOT, 'node_modules', '.package-lock.json'), null)?.packages;
  if (!present || !existsSync(PROJECT_NODE)) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    const there = present[path];
    return there ? there.version === entry.version && there.integrity === entry.integrity : Boolean(entry.optional);
  });
}

/**
 * Under `npm run`, `node` on PATH is the project's own, which an installation may replace: npm runs by
 * the Node that it was started with.
 */
function npm(args) {
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
