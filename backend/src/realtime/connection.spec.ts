import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Connection } from './connection.js';
import { connectionInMemory, inboxFrame, syncPage } from './in-memory-connection.js';

describe(Connection.name, () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('writes nothing before the first page', () => {
    const { connection, writer } = connectionInMemory();
    connection.send('messageToClient', { message: 'hi', timestamp: 'now' });
    connection.offer(inboxFrame(1));
    expect(writer.events).toEqual([]);
    connection.page(syncPage());
    expect(writer.events).toEqual(['sync', 'notificationChanged']);
  });

  it('has a hole filled when it lasts 100 ms, and not when the missing frame comes', () => {
    const fill = jest.fn();
    const { connection } = connectionInMemory({ fill });
    connection.page(syncPage());
    connection.offer(inboxFrame(2));
    jest.advanceTimersByTime(99);
    connection.offer(inboxFrame(1));
    jest.advanceTimersByTime(1_000);
    expect(fill).not.toHaveBeenCalled();
    connection.offer(inboxFrame(4));
    jest.advanceTimersByTime(100);
    expect(fill).toHaveBeenCalledWith(connection);
  });

  it('says why before it closes, and whether to come back', () => {
    const { connection, writer } = connectionInMemory();
    connection.close('drain', 1_234);
    expect(writer.written).toEqual([{ event: 'closing', payload: { code: 'drain', reconnect: true, afterMs: 1_234 } }]);
    expect(writer.closedBy).toBe('return');
  });

  it('lets a revoked client go without coming back', () => {
    const { connection, writer } = connectionInMemory();
    connection.close('revoked');
    expect(writer.written).toEqual([{ event: 'closing', payload: { code: 'revoked', reconnect: false } }]);
    expect(writer.closedBy).toBe('leave');
  });

  it('cuts a client that does not read', () => {
    const { connection, writer } = connectionInMemory();
    connection.page(syncPage());
    writer.unsentBytes = 1024 * 1024;
    connection.offer(inboxFrame(1));
    expect(connection.closed).toBe(false);
    writer.unsentBytes += 1;
    connection.offer(inboxFrame(2));
    expect(writer.events.at(-1)).toBe('closing');
    expect(writer.closedBy).toBe('cut');
  });

  it('does nothing after it was closed', () => {
    const fill = jest.fn();
    const { connection, writer } = connectionInMemory({ fill });
    connection.page(syncPage());
    connection.offer(inboxFrame(9));
    connection.close('revoked');
    const written = writer.written.length;
    connection.offer(inboxFrame(1));
    connection.page(syncPage({ inbox: 9 }));
    connection.send('tokenExpiring', { expiresInMs: 1 });
    connection.close('drain');
    jest.advanceTimersByTime(1_000);
    expect(writer.written).toHaveLength(written);
    expect(fill).not.toHaveBeenCalled();
  });
});
