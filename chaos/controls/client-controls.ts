import { SHIPPED_CLIENT } from '../device-client.js';
import { HALF_OPEN } from '../faults/x13.js';
import { KILL_REDIS_BRIEFLY } from '../faults/x04.js';
import { FROZEN_NODE } from '../faults/x17.js';
import { mutation } from '../mutation.js';
import type { Control } from './control.js';

/** Comes back without asking for what it missed: only the place of the page is taken over. */
const NO_RESUME: Control = {
  name: 'no-resume',
  title: 'a client that takes no missed changes',
  fault: HALF_OPEN,
  expected: 'I1',
  client: {
    ...SHIPPED_CLIENT,
    applyPage: (state, page) => {
      const step = SHIPPED_CLIENT.applyPage(state, page);
      if (!state.ready) return step;
      const { cursor, unread } = step.state;
      return { state: { ...state, cursor, unread, wantsPage: false, waiting: [] }, arrivals: [] };
    },
  },
};

/** Adds one for each arrival, and believes itself. */
const COUNTS_BY_ITSELF: Control = {
  name: 'client-counts',
  title: 'a client that counts by itself',
  fault: KILL_REDIS_BRIEFLY,
  expected: 'I3',
  client: {
    ...SHIPPED_CLIENT,
    applyPage: (state, page) => {
      const step = SHIPPED_CLIENT.applyPage(state, page);
      return state.ready ? { ...step, state: { ...step.state, unread: state.unread } } : step;
    },
    receiveFrame: (state, frame) => {
      const step = SHIPPED_CLIENT.receiveFrame(state, frame);
      return { ...step, state: { ...step.state, unread: state.unread + (frame.event === 'newNotification' ? 1 : 0) } };
    },
  },
};

/** Takes every frame for the next one, and for news. */
const NO_DEDUPLICATION: Control = {
  name: 'no-deduplication',
  title: 'hints come twice, and neither server nor client knows what it has',
  fault: FROZEN_NODE,
  expected: 'I2',
  stage: { preload: [mutation('hints-twice')] },
  client: {
    ...SHIPPED_CLIENT,
    receiveFrame: (state, frame) => {
      const { epoch, prev } = frame.data;
      const at = { epoch, inbox: prev, all: prev };
      return SHIPPED_CLIENT.receiveFrame({ ...state, cursor: state.cursor && at, toasted: new Set() }, frame);
    },
  },
};

export const CLIENT_CONTROLS: readonly Control[] = [NO_RESUME, COUNTS_BY_ITSELF, NO_DEDUPLICATION];
