import { describe, expect, it } from '@jest/globals';
import { writeLetter } from './letter.js';

const letter = {
  greeting: 'Hello Zoë,',
  paragraphs: ['200 of 200 got one.', 'More is <online> & "here".'],
  facts: [['Failed', '0'], ['<b>Code', 'X&Y']],
  action: { label: 'Open', url: 'https://x.test/a?b=1&c="2"' },
} as const;

describe(writeLetter.name, () => {
  it('writes a text for readers without HTML', () => {
    expect(writeLetter(letter).text).toBe(
      'Hello Zoë,\n\n200 of 200 got one.\n\nMore is <online> & "here".\n\nFailed: 0\n<b>Code: X&Y\n\nOpen:\nhttps://x.test/a?b=1&c="2"\n',
    );
  });

  it('writes HTML in which no word of the letter is markup', () => {
    const { html } = writeLetter(letter);
    expect(html).toContain('<p>More is &lt;online&gt; &amp; &quot;here&quot;.</p>');
    expect(html).toContain('&lt;b&gt;Code</th><td>X&amp;Y</td>');
    expect(html).toContain('<a href="https://x.test/a?b=1&amp;c=&quot;2&quot;"');
  });

  it('leaves out what the letter does not have', () => {
    const { text, html } = writeLetter({ greeting: 'Hi,', paragraphs: ['Bye.'] });
    expect(text).toBe('Hi,\n\nBye.\n');
    expect(html).not.toMatch(/<table|<a /);
  });
});
