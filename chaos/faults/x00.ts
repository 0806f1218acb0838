import type { Fault } from '../fault.js';

export const HEALTHY: Fault = {
  id: 'X0',
  title: 'nothing at all',
  lastsMs: 5_000,
  async inject() {
    // The run without a fault: whoever fails it needs no fault to fail.
  },
  async heal() {
    // Nothing was hurt.
  },
};
