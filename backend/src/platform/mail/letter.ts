/** What a mail says, without its looks. */
export interface Letter {
  greeting: string;
  paragraphs: readonly string[];
  /** Names and values, one pair a line. */
  facts?: readonly (readonly [name: string, value: string])[];
  action?: { label: string; url: string };
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

function textOf({ greeting, paragraphs, facts = [], action }: Letter): string {
  const table = facts.map(([name, value]) => `${name}: ${value}`).join('\n');
  const link = action ? `${action.label}:\n${action.url}` : '';
  return `${[greeting, ...paragraphs, table, link].filter(Boolean).join('\n\n')}\n`;
}

function htmlOf({ greeting, paragraphs, facts = [], action }: Letter): string {
  const rows = facts.map(
    ([name, value]) =>
      `<tr><th scope="row" style="text-align:left;padding:2px 16px 2px 0">${escaped(name)}</th><td>${escaped(value)}</td></tr>`,
  );
  const button = 'display:inline-block;padding:10px 18px;border-radius:6px;background:#1f5fbf;color:#fff;text-decoration:none';
  return [
    '<!doctype html>',
    '<html lang="en"><body style="font-family:sans-serif;line-height:1.5;max-width:36em">',
    ...[greeting, ...paragraphs].map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...(rows.length > 0 ? ['<table>', ...rows, '</table>'] : []),
    ...(action ? [`<p><a href="${escaped(action.url)}" style="${button}">${escaped(action.label)}</a></p>`] : []),
    '</body></html>',
    '',
  ].join('\n');
}

/** The letter as both bodies of a mail. */
export function writeLetter(letter: Letter): { text: string; html: string } {
  return { text: textOf(letter), html: htmlOf(letter) };
}
