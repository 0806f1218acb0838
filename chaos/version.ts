import { execFileSync } from 'node:child_process';
import { ROOT } from '../scripts/paths.mjs';

/** What is run: the short name of the commit, with a plus when files of the product or the suite differ from it. */
export function versionHere(): string {
  const changed = git('status', '--porcelain', '--', 'backend', 'contracts', 'frontend', 'chaos', ':!chaos/results.json') !== '';
  return `${git('rev-parse', '--short=9', 'HEAD')}${changed ? '+' : ''}`;
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
}
