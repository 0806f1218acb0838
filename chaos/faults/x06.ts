import type { Fault } from '../fault.js';

export const FROZEN_REDIS: Fault = {
  id: 'X6',
  title: 'Redis frozen for 20 s',
  lastsMs: 20_000,
  async inject({ stage }) {
    stage.redis.freeze();
  },
  async heal({ stage }) {
    stage.redis.thaw();
  },
};
