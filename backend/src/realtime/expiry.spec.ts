import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../platform/clock.js';
import { Expiry, expiryOf } from './expiry.js';
import { connectionInMemory, linesInMemory, syncPage, userPrincipal } from './in-memory-connection.js';

describe(expiryOf.name, () => {
  it('warns 60 s before the token expires, and ends when it could no longer open anything', () => {
    const principal = userPrincipal({ issuedAt: 1_000, expiresAt: 1_900 });
    expect(expiryOf({ principal, openedAt: 0 })).toEqual({ warnAt: 1_840_000, expiresAt: 1_900_000, endsAt: 1_905_000 });
  });

  it('warns at half life when that is later', () => {
    const principal = userPrincipal({ issuedAt: 1_000, expiresAt: 1_010 });
    expect(expiryOf({ principal, openedAt: 0 }).warnAt).toBe(1_005_000);
  });

  it('counts the life of a token without a time of issue from the connection on', () => {
    const principal = userPrincipal({ issuedAt: undefined, expiresAt: 1_010 });
    expect(expiryOf({ principal, openedAt: 1_000_000 }).warnAt).toBe(1_005_000);
  });
});

describe(Expiry.name, () => {
  const principal = userPrincipal({ issuedAt: 1_000, expiresAt: 1_900 });

  function sweeper() {
    const lines = linesInMemory();
    const made = connectionInMemory({ principal });
    lines.add(made.connection);
    return { ...made, expiry: new Expiry(lines, { now: Date.now } as Clock) };
  }

  it('warns once, then closes', () => {
    const { expiry, connection, writer } = sweeper();
    connection.page(syncPage());
    expiry.sweep(1_839_999);
    expect(writer.events).toEqual(['sync']);
    expiry.sweep(1_840_000);
    expiry.sweep(1_841_000);
    expect(writer.written.slice(1)).toEqual([{ event: 'tokenExpiring', payload: { expiresInMs: 60_000 } }]);
    expiry.sweep(1_904_999);
    expect(connection.closed).toBe(false);
    expiry.sweep(1_905_000);
    expect(writer.written.at(-1)).toEqual({ event: 'closing', payload: { code: 'token_expired', reconnect: true } });
  });

  it('says that nothing is left to a client that comes after its token expired', () => {
    const { expiry, connection, writer } = sweeper();
    connection.page(syncPage());
    expiry.sweep(1_902_000);
    expect(writer.written.at(-1)).toEqual({ event: 'tokenExpiring', payload: { expiresInMs: 0 } });
  });

  it('waits with the warning for the first page', () => {
    const { expiry, connection, writer } = sweeper();
    expiry.sweep(1_850_000);
    expect(writer.events).toEqual([]);
    connection.page(syncPage());
    expiry.sweep(1_851_000);
    expect(writer.events).toEqual(['sync', 'tokenExpiring']);
  });

  it('goes by the newer token after a refresh, and warns of it again', () => {
    const { expiry, connection, writer } = sweeper();
    connection.page(syncPage());
    expiry.sweep(1_850_000);
    connection.renew(userPrincipal({ issuedAt: 1_850, expiresAt: 2_750 }));
    expiry.sweep(1_950_000);
    expect(connection.closed).toBe(false);
    expiry.sweep(2_700_000);
    expect(writer.events).toEqual(['sync', 'tokenExpiring', 'tokenExpiring']);
  });
});
