import { describe, expect, it } from '@jest/globals';
import { csvRecord } from './csv.js';

describe('CSV', () => {
  it('quotes what has to be quoted, and ends records by CRLF', () => {
    expect(csvRecord(['a', 'b,c', 'say "x"', 'two\nlines', '', -3])).toBe('a,"b,c","say ""x""","two\nlines",,-3\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\rx', '＝1'])('shows %j as a text', (text) => {
    expect(csvRecord([text]).replace(/^"/, '')).toMatch(/^'/);
  });

  it.each([';=1+1', 'x;=1', 'x; -1', 'x\t@SUM(A1)', 'x\n+1', 'x\r\n=1', 'x;"=1"', 'x;;=1', 'x;\t=1'])('lets no formula begin in the middle of %j', (text) => {
    const cells = csvRecord([text]).trim().split(/[;\t\r\n]/);
    expect(cells.filter((cell) => /^[\s"]*[=+\-@]/.test(cell))).toEqual([]);
  });

  it('leaves other texts alone', () => {
    expect(csvRecord(['a=b', '1-2', 'x@y.test', "'", '', 'a; b'])).toBe("a=b,1-2,x@y.test,',,\"a; b\"\r\n");
  });
});
