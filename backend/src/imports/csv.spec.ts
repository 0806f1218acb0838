import { describe, expect, it } from '@jest/globals';
import { csvRecord } from './csv.js';

describe('CSV', () => {
  it('quotes what has to be quoted, and ends records by CRLF', () => {
    expect(csvRecord(['a', 'b,c', 'say "x"', 'two\nlines', '', -3])).toBe('a,"b,c","say ""x""","two\nlines",,-3\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\rx', '＝1'])('shows %j as a text', (text) => {
    expect(csvRecord([text]).replace(/^"/, '')).toMatch(/^'/);
  });

  it('leaves other texts alone', () => {
    expect(csvRecord(['a=b', '1-2', 'x@y.test', "'", ''])).toBe("a=b,1-2,x@y.test,',\r\n");
  });
});
