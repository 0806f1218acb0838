import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../platform/domain-error.js';
import { Metrics } from '../platform/metrics.js';
import type { TokenVerifier } from '../auth/token-verifier.js';
import { Connect, cursorOf } from './connect.js';
import { Connections } from './connections.js';
import type { Healer } from './healer.js';
import { InMemoryFrameWriter, linesInMemory, userPrincipal } from './in-memory-connection.js';
import { RealtimeMetrics } from './realtime-metrics.js';
import type { Sync } from './sync.js';

const TOKENS: Record<string, () => never> = {
  garbage: () => {
    throw new DomainError('unauthorized');
  },
  expired: () => {
    throw new DomainError('token_expired');
  },
  unlucky: () => {
    throw new DomainError('unavailable');
  },
};

function connect({ connectionsPerUser = 2, backlog = 0 } = {}) {
  const metrics = new RealtimeMetrics(new Metrics());
  const lines = linesInMemory(connectionsPerUser);
  const connections = new Connections(metrics, lines);
  const verifier = { verify: async (token: string) => TOKENS[token]?.() ?? userPrincipal({ userId: token }) };
  const made = new Connect(
    verifier as TokenVerifier,
    connections,
    lines,
    { backlog } as Sync,
    {} as Healer,
    metrics,
  );
  let count = 0;
  const admit = (auth: unknown) => made.admit({ connectionId: `c${(count += 1)}`, auth, writer: new InMemoryFrameWriter() });
  return { lines, connections, admit };
}

describe(Connect.name, () => {
  it('lets a person in, and buffers from then on', async () => {
    const { connections, admit } = connect();
    const connection = await admit({ token: 'ann' });
    expect([...connections.of('ann')]).toEqual([connection]);
    expect(connection.state).toBe('buffering');
  });

  it.each([
    ['nothing', undefined, 'unauthorized'],
    ['no token', {}, 'unauthorized'],
    ['a token that is no text', { token: { $gt: '' } }, 'unauthorized'],
    ['garbage', { token: 'garbage' }, 'unauthorized'],
    ['an expired token', { token: 'expired' }, 'token_expired'],
    ['a token that nobody can judge now', { token: 'unlucky' }, 'unavailable'],
  ])('refuses %s', async (_, auth, code) => {
    const { connections, admit } = connect();
    await expect(admit(auth)).rejects.toMatchObject({ data: { code } });
    expect(connections.size).toBe(0);
  });

  it('refuses one connection too many of a person, even when they come at once', async () => {
    const { connections, admit } = connect({ connectionsPerUser: 2 });
    const outcomes = await Promise.allSettled([admit({ token: 'ann' }), admit({ token: 'ann' }), admit({ token: 'ann' })]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(outcomes[2]).toMatchObject({ reason: { data: { code: 'too_many_connections' } } });
    expect(connections.of('ann').size).toBe(2);
    await expect(admit({ token: 'ben' })).resolves.toBeDefined();
  });

  it('asks newcomers to wait while first pages queue', async () => {
    const { admit } = connect({ backlog: 501 });
    await expect(admit({ token: 'ann' })).rejects.toMatchObject({ data: { code: 'overloaded', retryAfterMs: expect.any(Number) } });
  });

  it('lets nobody in while it drains', async () => {
    const { lines, admit } = connect();
    await lines.beforeApplicationShutdown();
    await expect(admit({ token: 'ann' })).rejects.toMatchObject({ data: { code: 'unavailable', retryAfterMs: expect.any(Number) } });
  });
});

describe(cursorOf.name, () => {
  it('reads a whole cursor', () => {
    expect(cursorOf({ token: 't', epoch: 'e', inbox: 3, all: 0 })).toEqual({ epoch: 'e', inbox: 3, all: 0 });
  });

  it.each([
    [undefined],
    ['text'],
    [{ epoch: 'e', inbox: 3 }],
    [{ epoch: 'e', inbox: '3', all: 0 }],
    [{ epoch: 'e', inbox: -1, all: 0 }],
    [{ epoch: 'e;f', inbox: 1, all: 0 }],
    [{ epoch: { $gt: '' }, inbox: 1, all: 0 }],
  ])('takes %j for none', (auth) => {
    expect(cursorOf(auth)).toEqual({});
  });
});
