import { setTimeout as delay } from 'node:timers/promises';
import { Device } from '../device.js';
import { except, type Fault, type Scene } from '../fault.js';
import { linesOf } from '../history.js';

const STORM = 1_000;
const WITHIN_MS = 1_000;
const PEOPLE = 100;
const PREFIX = 'newcomer-';

/** A thousand more devices within a second; then everybody of one node at once, since it dies. */
export const CONNECT_STORM: Fault = {
  id: 'X16',
  title: 'connect storm: 1,000 in a second, then all of a killed node',
  lastsMs: 0,
  invariants: except('I6'),
  async inject(scene) {
    const storm = Array.from({ length: STORM }, (_, index) => newcomer(scene, index));
    for (const device of storm) {
      device.start();
      await delay(WITHIN_MS / STORM);
    }
    const limit = AbortSignal.timeout(20_000);
    while (storm.some(({ state }) => !state.ready) && !limit.aborted) await delay(100);
    for (const device of storm) device.stop();
    await scene.stage.node(0).kill();
    await delay(1_000);
  },
  async heal({ stage }) {
    await stage.node(0).start();
  },
  expects: ({ stage }) => {
    const welcomed = new Set(linesOf(stage.history.lines, 'apply').map(({ who }) => who).filter((who) => who.startsWith(PREFIX)));
    return welcomed.size === STORM ? [] : [`Only ${welcomed.size} of ${STORM} newcomers got a page`];
  },
};

function newcomer({ stage }: Scene, index: number): Device {
  const user = `${PREFIX}${index % PEOPLE}`;
  const routes = stage.nodes.map((node) => ({ node: node.name, url: node.url }));
  return new Device({ user, number: index, history: stage.history, random: stage.random, routes, token: () => stage.token(user) });
}
