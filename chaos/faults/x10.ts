import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';

export const KILL_MONGOD: Fault = {
  id: 'X10',
  title: 'kill and restart mongod, twice',
  lastsMs: 0,
  async inject({ stage }) {
    await stage.mongo.restart();
    await delay(3_000);
    await stage.mongo.restart();
  },
  async heal() {
    // It takes writes again.
  },
};
