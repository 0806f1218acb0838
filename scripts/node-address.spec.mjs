import { describe, expect, it } from '@jest/globals';
import { originOf, shownOriginOf } from './node-address.mjs';

describe('where a node is reached that listens on', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:3000', 'http://localhost:3000'],
    ['0.0.0.0', 'http://127.0.0.1:3000', 'http://localhost:3000'],
    ['::1', 'http://[::1]:3000', 'http://localhost:3000'],
    ['::', 'http://[::1]:3000', 'http://localhost:3000'],
    ['192.0.2.7', 'http://192.0.2.7:3000', 'http://192.0.2.7:3000'],
    ['2001:db8::7', 'http://[2001:db8::7]:3000', 'http://[2001:db8::7]:3000'],
    ['gateway', 'http://gateway:3000', 'http://gateway:3000'],
  ])('%s', (host, origin, shown) => {
    expect(originOf({ host, port: 3000 })).toBe(origin);
    expect(shownOriginOf({ host, port: 3000 })).toBe(shown);
    expect(URL.canParse(origin)).toBe(true);
  });
});
