import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';

export const HALF_OPEN: Fault = {
  id: 'X13',
  title: 'half-open client links for 15 s',
  lastsMs: 0,
  async inject({ stage }) {
    stage.link(0).devices.blackhole();
    await delay(3_000);
    stage.link(1).devices.blackhole();
    await delay(12_000);
  },
  async heal({ stage }) {
    for (const { devices } of stage.links) devices.heal();
  },
};
