import { describe, expect, it } from '@jest/globals';
import { clientAddress } from './client-address.js';

describe(clientAddress.name, () => {
  it.each<[string, string | undefined, number, string]>([
    ['no proxy, whatever the header says', '6.6.6.6', 0, '10.0.0.1'],
    ['one proxy', '1.2.3.4', 1, '1.2.3.4'],
    ['one proxy, and a client that makes addresses up', '6.6.6.6, 1.2.3.4', 1, '1.2.3.4'],
    ['two proxies', '6.6.6.6, 1.2.3.4,10.0.0.2', 2, '1.2.3.4'],
    ['fewer addresses than proxies', '1.2.3.4', 2, '1.2.3.4'],
    ['a proxy that says nothing', undefined, 1, '10.0.0.1'],
    ['an empty header', ' ,', 1, '10.0.0.1'],
  ])('behind %s', (_, forwardedFor, proxies, address) => {
    expect(clientAddress('10.0.0.1', forwardedFor, proxies)).toBe(address);
  });
});
