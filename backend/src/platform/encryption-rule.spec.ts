import { describe, expect, it } from '@jest/globals';
import { isEncryptedEnough } from './encryption-rule.js';

const OUTSIDE = '203.0.113.5';
const ORIGINS = ['https://app.test', 'http://plain.test'];
const direct = { production: true, proxied: false, allowedOrigins: ORIGINS };
const proxied = { ...direct, proxied: true };
const via = (proto: string | undefined, more: object = {}) => ({
  peer: OUTSIDE,
  headers: { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': proto, ...more },
});

describe(isEncryptedEnough.name, () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('trusts this machine itself: %s', (peer) => {
    expect(isEncryptedEnough({ peer, headers: {} }, direct)).toBe(true);
    expect(isEncryptedEnough({ peer, headers: {} }, proxied)).toBe(true);
  });

  it.each([OUTSIDE, '::ffff:10.0.0.1', '1127.0.0.1', ''])('refuses a plain link from outside in production alone: %s', (peer) => {
    expect(isEncryptedEnough({ peer, headers: {} }, direct)).toBe(false);
    expect(isEncryptedEnough({ peer, headers: {} }, proxied)).toBe(false);
    expect(isEncryptedEnough({ peer, headers: {} }, { ...direct, production: false })).toBe(true);
  });

  it.each(['https', 'wss', 'http, https'])('believes a trusted proxy that says %s', (proto) => {
    expect(isEncryptedEnough(via(proto), proxied)).toBe(true);
  });

  it.each(['http', 'ws', 'https, http', '', undefined])('refuses what a proxy was called by in plain: %s', (proto) => {
    expect(isEncryptedEnough(via(proto), proxied)).toBe(false);
    expect(isEncryptedEnough(via(proto, { origin: 'https://app.test' }), proxied)).toBe(false);
    expect(isEncryptedEnough(via(proto, { origin: 'http://other.test' }), proxied)).toBe(false);
  });

  it('lets pages in that the operator lists with a plain address', () => {
    expect(isEncryptedEnough(via('http', { origin: 'http://plain.test' }), proxied)).toBe(true);
  });

  it('believes no such header when there is no proxy to trust', () => {
    expect(isEncryptedEnough(via('https'), direct)).toBe(false);
  });
});
