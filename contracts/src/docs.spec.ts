import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CLIENT_EVENTS, CLOSINGS, CONNECT_ERROR_CODES, NAMESPACE, SERVER_EVENTS, UPDATE_OPS } from './index.js';

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');

/** First cells of the table under a heading: the names that it explains. */
function namesUnder(heading: string): string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const cells = section.match(/^\| `.*?\|/gm) ?? [];
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '')).sort();
}

describe('docs/protocol.md', () => {
  it('names the namespace, every event from the server and every op', () => {
    for (const name of [NAMESPACE, ...SERVER_EVENTS, ...UPDATE_OPS]) expect(page).toContain(name);
  });

  it('explains every event from a client, and no other', () => {
    expect(namesUnder('Commands')).toEqual([...CLIENT_EVENTS].sort());
  });

  it('explains every reason to refuse a handshake, and no other', () => {
    expect(namesUnder('Connect')).toEqual([...CONNECT_ERROR_CODES].sort());
  });

  it('says of every closing whether to come back as the contract does', () => {
    expect(namesUnder('Stay')).toEqual(Object.keys(CLOSINGS).sort());
    for (const [code, { reconnect }] of Object.entries(CLOSINGS)) {
      expect(page).toMatch(new RegExp(`\\| \`${code}\` \\| ${reconnect ? 'yes' : 'no'}`));
    }
  });
});
