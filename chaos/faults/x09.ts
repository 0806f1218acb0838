import type { Fault } from '../fault.js';

export const FROZEN_MONGOD: Fault = {
  id: 'X9',
  title: 'mongod frozen for 20 s',
  lastsMs: 20_000,
  async inject({ stage }) {
    stage.mongo.first.signal('SIGSTOP');
    stage.mongo.down();
  },
  async heal({ stage }) {
    stage.mongo.first.signal('SIGCONT');
    stage.mongo.up();
  },
};
