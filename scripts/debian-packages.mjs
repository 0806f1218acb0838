import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './on-path.mjs';

/** True where packages can be fetched by apt. */
export function hasApt() {
  return Boolean(onPath('apt-get') && onPath('dpkg'));
}

/**
 * Unpacks a Debian package, and those it needs that are not installed, into `folder`. Nothing is
 * installed: no root, no service, no change to the system.
 * @throws when apt can't fetch them
 */
export function unpackDebianPackage(name, folder) {
  mkdirSync(folder, { recursive: true });
  try {
    unpack(name, folder, []);
  } catch (error) {
    if (error.status === undefined) throw error;
    const ownLists = ['-o', `Dir::State::Lists=${join(folder, 'apt', 'lists')}`, '-o', `Dir::Cache=${join(folder, 'apt')}`];
    mkdirSync(join(folder, 'apt', 'lists', 'partial'), { recursive: true });
    apt(folder, [...ownLists, 'update']);
    unpack(name, folder, ownLists);
  } finally {
    rmSync(join(folder, 'apt'), { recursive: true, force: true });
  }
}

function unpack(name, folder, options) {
  const plan = apt(folder, [...options, '--simulate', '--no-install-recommends', 'install', name]);
  const missing = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, packageName]) => packageName);
  apt(folder, [...options, 'download', ...missing]);
  for (const file of globSync('*.deb', { cwd: folder })) {
    execFileSync('dpkg', ['-x', file, '.'], { cwd: folder, stdio: 'ignore' });
    rmSync(join(folder, file));
  }
}

function apt(folder, args) {
  return execFileSync('apt-get', ['--quiet', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
