import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './paths.mjs';

const RULES = 21;
const page = readFileSync(join(ROOT, 'docs', 'security.md'), 'utf8');
const rows = page.match(/^\| S\d+ \|.*$/gm) ?? [];
/** As the page writes them: `path of the spec` “title of the test”. */
const named = [...page.matchAll(/`([\w./-]+spec\.m?[jt]s)` “([^”]+)”/g)].map(([, path, title]) => [path, title]);

function quotes(title) {
  const escaped = title.replaceAll("'", String.raw`\'`);
  return [`'${escaped}'`, `"${title}"`, `\`${title}\``];
}

describe('docs/security.md', () => {
  it('has a row for each rule, in order', () => {
    expect(rows.map((row) => row.split(' ')[1])).toEqual(Array.from({ length: RULES }, (_, index) => `S${index + 1}`));
  });

  it('names a test in each row', () => {
    expect(rows.filter((row) => !/spec\.m?[jt]s` “/.test(row))).toEqual([]);
  });

  it.each(named)('names a test that exists: %s, %s', (path, title) => {
    const file = join(ROOT, path);
    expect(existsSync(file)).toBe(true);
    const source = readFileSync(file, 'utf8');
    expect(quotes(title).some((quoted) => source.includes(quoted))).toBe(true);
  });
});
