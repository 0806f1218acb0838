import { setTimeout as delay } from 'node:timers/promises';
import type { Device } from '../device.js';
import type { Fault, Scene } from '../fault.js';
import { linesOf } from '../history.js';

const SHORT_MS = 15_000;
const LONG_MS = 60_000;
/** A ping is due every 5 s and waited for as long; and a second to notice. */
const SEEN_MS = 11_000;

/** One node's clients are cut off for a minute, another's for 15 s, and nobody is told; the second's callers with them. */
export const HALF_OPEN: Fault = {
  id: 'X13',
  title: 'half-open client links for 15 s and for 60 s, callers of one node among them',
  lastsMs: 0,
  async inject({ stage, fleet }) {
    const dark = fleet.devices.filter(({ node }) => node === stage.node(0).name);
    CUT.set(stage, { devices: dark, at: stage.history.now() });
    stage.link(0).devices.blackhole();
    await delay(3_000);
    stage.link(1).devices.blackhole();
    stage.cutCallers(1);
    await delay(SHORT_MS);
    stage.link(1).devices.heal();
    stage.healCallers(1);
    await delay(LONG_MS - SHORT_MS - 3_000);
  },
  async heal({ stage }) {
    stage.link(0).devices.heal();
  },
  expects: ({ stage }) => {
    const cut = CUT.get(stage);
    const lost = linesOf(stage.history.lines, 'disconnect');
    return (cut?.devices ?? []).flatMap(({ name }) => {
      const seen = lost.find(({ who, t }) => who === name && t > (cut?.at ?? 0));
      const ms = (seen?.t ?? Infinity) - (cut?.at ?? 0);
      return ms > SEEN_MS ? [`${name} took ${Math.round(ms)} ms to see that its link was dead`] : [];
    });
  },
};

/** Who was cut off first, and when. */
const CUT = new WeakMap<Scene['stage'], { devices: readonly Device[]; at: number }>();
