import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
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
