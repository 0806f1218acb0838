import type { Fault } from '../fault.js';

export const FULL_REDIS: Fault = {
  id: 'X8',
  title: 'Redis memory full',
  async inject({ stage }) {
    await stage.redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await stage.redis.command('CONFIG', 'SET', 'maxmemory', '1');
  },
  async heal({ stage }) {
    await stage.redis.command('CONFIG', 'SET', 'maxmemory', '0');
  },
};
