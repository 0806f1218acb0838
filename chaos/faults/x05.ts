import type { Fault } from '../fault.js';

export const EMPTY_REDIS: Fault = {
  id: 'X5',
  title: 'Redis back with no data',
  lastsMs: 3_000,
  async inject({ stage }) {
    await stage.redis.kill();
    stage.redis.forgetEverything();
  },
  async heal({ stage }) {
    await stage.redis.start();
  },
};
