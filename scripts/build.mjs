import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, say } from './output.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { readState, writeState } from './state-file.mjs';
import { runTool } from './tool.mjs';

const COMMON = ['package-lock.json', 'tsconfig.base.json', 'contracts/src', 'contracts/tsconfig.json'];

/** What is built from which files into what, and by which tool. */
const PARTS = {
  contracts: {
    inputs: COMMON,
    product: 'contracts/dist/index.js',
    tool: ['typescript/bin/tsc', ['-p', 'contracts/tsconfig.json']],
  },
  backend: {
    inputs: [...COMMON, 'backend/src', 'backend/tsconfig.json'],
    product: 'backend/dist/main.js',
    tool: ['typescript/bin/tsc', ['-p', 'backend/tsconfig.json']],
  },
  frontend: {
    inputs: [...COMMON, 'frontend'],
    product: 'frontend/dist/app/browser/index.html',
    tool: ['@angular/cli/bin/ng.js', ['build', 'app'], { cwd: join(ROOT, 'frontend') }],
  },
};

/** Builds those of the parts whose files changed since they were built; contracts first, the others together. */
export async function build(names) {
  if (names.includes('contracts')) await buildPart('contracts');
  await Promise.all(names.filter((name) => name !== 'contracts').map(buildPart));
}

async function buildPart(name) {
  const { inputs, product, tool } = PARTS[name];
  const stamp = join(CACHE, 'built', `${name}.json`);
  const hash = hashOf(inputs);
  if (existsSync(join(ROOT, product)) && readState(stamp, {}).hash === hash) return;
  say(`Building ${name} …`);
  const { ok, output } = await runTool(...tool);
  if (!ok) throw new Refusal(`${output}\nBuilding ${name} failed; what is wrong stands above.`);
  writeState(stamp, { hash });
}

function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesUnder(input)) hash.update(file).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

const NOT_INPUTS = /^(node_modules|dist|\.angular|coverage)$|\.spec\.ts$/;

function filesUnder(path) {
  if (!existsSync(join(ROOT, path))) return [];
  if (statSync(join(ROOT, path)).isFile()) return [path];
  const names = readdirSync(join(ROOT, path)).filter((name) => !NOT_INPUTS.test(name));
  return names.sort().flatMap((name) => filesUnder(join(path, name)));
}
