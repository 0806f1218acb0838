import type { Fault } from '../fault.js';

/** What loss makes of TCP: some parts come a retransmission later, and all that follow wait for them. */
export const BAD_NETWORK: Fault = {
  id: 'X14',
  title: 'client links with 400 ms, 10 KB/s and 30 % of packets repeated',
  async inject({ stage, random }) {
    for (const { devices } of stage.links) {
      devices.latencyMs = 400;
      devices.bytesPerSecond = 10_000;
      devices.repeated = () => random() < 0.3;
    }
  },
  async heal({ stage }) {
    for (const { devices } of stage.links) devices.heal();
  },
};
