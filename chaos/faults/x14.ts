import type { Fault, Scene } from '../fault.js';
import { PacketLoss } from '../packet-loss.js';

const LOSS_PERCENT = 30;

/**
 * Slow lines that lose packets: by the machine's packet filter where that can be had, otherwise as TCP makes of it: some
 * parts come a retransmission later, and all that follow wait for them.
 */
export const BAD_NETWORK: Fault = {
  id: 'X14',
  title: `client links with 400 ms, 10 KB/s and ${LOSS_PERCENT} % of packets ${PacketLoss.isPossible() ? 'dropped (nft)' : 'late (no root or no nft: played by the proxy)'}`,
  async inject({ stage, random }) {
    for (const { devices } of stage.links) {
      devices.latencyMs = 400;
      devices.bytesPerSecond = 10_000;
      if (!PacketLoss.isPossible()) devices.repeated = () => random() < LOSS_PERCENT / 100;
    }
    if (PacketLoss.isPossible()) LOSSES.set(stage, PacketLoss.on(stage.links.map(({ devices }) => devices.port), LOSS_PERCENT));
  },
  async heal({ stage }) {
    LOSSES.get(stage)?.end();
    for (const { devices } of stage.links) devices.heal();
  },
};

const LOSSES = new WeakMap<Scene['stage'], PacketLoss>();
