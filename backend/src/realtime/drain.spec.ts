import { describe, expect, it } from '@jest/globals';
import { drain, drainSpreadMs } from './drain.js';
import { connectionInMemory } from './in-memory-connection.js';

describe(drainSpreadMs.name, () => {
  it.each([
    [0, 1_000],
    [20, 1_000],
    [3_000, 3_000],
    [5_000, 5_000],
    [50_000, 5_000],
  ])('spreads %d connections over %d ms', (connections, spreadMs) => {
    expect(drainSpreadMs(connections)).toBe(spreadMs);
  });
});

describe(drain.name, () => {
  it.each([[60, 1_000], [1_200, 1_200]])('asks each of %d to come back, at times all over %d ms', async (count, spreadMs) => {
    const devices = Array.from({ length: count }, () => connectionInMemory());
    await drain(devices.map(({ connection }) => connection));
    const times = devices.map(({ writer }) => {
      expect(writer.written).toEqual([{ event: 'closing', payload: { code: 'drain', reconnect: true, afterMs: expect.any(Number) } }]);
      return (writer.written[0]?.payload as { afterMs: number }).afterMs;
    });
    expect(Math.max(...times)).toBeLessThanOrEqual(spreadMs);
    expect(new Set(times.map((time) => Math.floor((3 * time) / (spreadMs + 1)))).size).toBe(3);
  });

  it('leaves the loop free between slices', async () => {
    const devices = Array.from({ length: 600 }, () => connectionInMemory());
    const draining = drain(devices.map(({ connection }) => connection));
    expect(devices.filter(({ connection }) => !connection.closed)).toHaveLength(100);
    await draining;
    expect(devices.filter(({ connection }) => !connection.closed)).toEqual([]);
  });
});
