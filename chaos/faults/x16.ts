import { setTimeout as delay } from 'node:timers/promises';
import { Crowd } from '../crowd.js';
import type { Fault, Scene } from '../fault.js';

const NEWCOMERS = 5_000;
const WITHIN_MS = 1_000;

/** Many more devices within a second; then all of one node at once, since it dies, and all of them stay to the end. */
export const CONNECT_STORM: Fault = {
  id: 'X16',
  title: `connect storm: ${NEWCOMERS.toLocaleString('en')} in a second, then all of a killed node`,
  lastsMs: 0,
  async inject({ stage }) {
    const crowd = await Crowd.of(stage, NEWCOMERS);
    CROWDS.set(stage, crowd);
    await crowd.connect(WITHIN_MS);
    await stage.node(0).kill();
    await delay(1_000);
  },
  async heal({ stage }) {
    await stage.node(0).start();
    await CROWDS.get(stage)?.leave();
  },
  expects: ({ stage }) => CROWDS.get(stage)?.complaints ?? ['There was no crowd'],
};

const CROWDS = new WeakMap<Scene['stage'], Crowd>();
