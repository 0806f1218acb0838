import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deserialize, serialize } from 'node:v8';
import { ModelServer } from '../inbox/model-server.fixture';
import { LeaderTab } from './leader-tab';
import { FakeBrowser } from './tab-platform.fixture';
import { TabOfModel } from './tab-of-model.fixture';

// The simulated browser has none of its own.
globalThis.structuredClone = <T>(value: T): T => deserialize(serialize(value)) as T;

const STEPS = 60;
const MOST_TABS = 4;
/** Longer than it takes to see that a leader is gone, and to ask again. */
const CALM_MS = 3_000;

/** Numbers from 0 up to below a bound, the same for the same seed. */
function drawFrom(seed: number): (below: number) => number {
  let state = seed * 7_919;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe(`${LeaderTab.name}, whatever happens`, () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([11, 18, 29, 36])('brings all tabs to the head of the server, by seed %i', async (seed) => {
    const draw = drawFrom(seed);
    const server = new ModelServer(draw);
    const browser = new FakeBrowser();
    const tabs: TabOfModel[] = [];
    const settle = async (ms = 0): Promise<void> => {
      await jest.advanceTimersByTimeAsync(ms);
      for (const tab of tabs) tab.connect();
      await jest.advanceTimersByTimeAsync(0);
    };
    const change = (): void => {
      const frame = server.change();
      const isLost = draw(3) === 0;
      if (frame && !isLost) for (const tab of tabs) tab.offer(frame);
    };
    const open = (): void => void (tabs.length < MOST_TABS && tabs.push(new TabOfModel(browser, server)));
    const close = (): void => tabs.splice(draw(tabs.length + 1), 1).forEach((tab) => tab.end({ crashed: draw(2) === 0 }));
    const disconnect = (): void => tabs.forEach((tab) => tab.disconnect());
    const reconcile = (): void => tabs.forEach((tab) => tab.reconcile());
    const happenings = [change, change, change, change, change, open, open, close, disconnect, reconcile, () => server.restore()];

    for (let step = 0; step < STEPS; step += 1) {
      happenings[draw(happenings.length)]?.();
      if (draw(2) === 0) await settle(draw(600));
    }
    open();
    await settle(CALM_MS);
    reconcile();
    await settle(CALM_MS);

    const places = tabs.map(({ state }) => ({ ...state.cursor, unread: state.unread }));
    for (const tab of tabs) tab.end({ crashed: false });
    expect(places).toEqual(places.map(() => ({ ...server.head, unread: server.unread })));
  });
});
