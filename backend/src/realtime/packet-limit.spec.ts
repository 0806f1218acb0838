import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { limitPackets } from './packet-limit.js';

describe(limitPackets.name, () => {
  let source: EventEmitter;
  let cuts: number;

  beforeEach(() => {
    jest.useFakeTimers();
    source = new EventEmitter();
    cuts = 0;
    limitPackets(source, 10, () => (cuts += 1));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const send = (count: number, packet: object) => {
    for (let sent = 0; sent < count; sent += 1) source.emit('packet', packet);
  };

  it('bears four packets for each event that is allowed, minute after minute', () => {
    for (let minute = 0; minute < 3; minute += 1) {
      send(40, { type: 'pong' });
      jest.advanceTimersByTime(60_000);
    }
    expect(cuts).toBe(0);
  });

  it.each([{ type: 'pong' }, { type: 'message', data: '3/notifications,1[]' }, { type: 'message', data: Buffer.alloc(1) }])('cuts at one more: %j', (packet) => {
    send(41, packet);
    expect(cuts).toBe(1);
  });

  it('cuts at the twenty-first join, whatever the time', () => {
    for (let minute = 0; minute < 20; minute += 1) {
      send(1, { type: 'message', data: '0/elsewhere,{}' });
      jest.advanceTimersByTime(60_000);
    }
    expect(cuts).toBe(0);
    send(1, { type: 'message', data: '0' });
    expect(cuts).toBe(1);
  });
});
