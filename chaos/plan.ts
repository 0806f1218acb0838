import { CLIENT_CONTROLS } from './controls/client-controls.js';
import type { Control } from './controls/control.js';
import { SERVER_CONTROLS } from './controls/server-controls.js';
import type { Fault } from './fault.js';
import { HEALTHY } from './faults/x00.js';
import { KILL_ONE } from './faults/x01.js';
import { KILL_ALL } from './faults/x02.js';
import { ROLLING_DEPLOY } from './faults/x03.js';
import { KILL_REDIS, KILL_REDIS_BRIEFLY } from './faults/x04.js';
import { EMPTY_REDIS } from './faults/x05.js';
import { FROZEN_REDIS } from './faults/x06.js';
import { CUT_SUBSCRIBERS } from './faults/x07.js';
import { FULL_REDIS } from './faults/x08.js';
import { FULL_REDIS_DISK } from './faults/x08b.js';
import { FROZEN_MONGOD } from './faults/x09.js';
import { KILL_MONGOD } from './faults/x10.js';
import { FAIL_OVER } from './faults/x11.js';
import { FULL_MONGOD_DISK } from './faults/x12.js';
import { HALF_OPEN } from './faults/x13.js';
import { BAD_NETWORK } from './faults/x14.js';
import { NEVER_READS } from './faults/x15.js';
import { CONNECT_STORM } from './faults/x16.js';
import { FROZEN_NODE } from './faults/x17.js';
import { STRANGE_CURSORS } from './faults/x18.js';
import { WRONG_CLOCKS } from './faults/x19.js';
import { REVOKE_WITHOUT_REDIS } from './faults/x20.js';
import { SAME_KEY } from './faults/x21.js';
import { KILL_WORKER } from './faults/x22.js';
import { HOSTILE_INPUT } from './faults/x23.js';
import { EVENT_STREAMS } from './faults/x24.js';
import { JOIN_WINDOW, JOIN_WINDOW_BRIEFLY } from './faults/x25.js';

/** All faults, in the order of their numbers. */
export const FAULTS: readonly Fault[] = [
  HEALTHY,
  KILL_ONE,
  KILL_ALL,
  ROLLING_DEPLOY,
  KILL_REDIS,
  EMPTY_REDIS,
  FROZEN_REDIS,
  CUT_SUBSCRIBERS,
  FULL_REDIS,
  FULL_REDIS_DISK,
  FROZEN_MONGOD,
  KILL_MONGOD,
  FAIL_OVER,
  FULL_MONGOD_DISK,
  HALF_OPEN,
  BAD_NETWORK,
  NEVER_READS,
  CONNECT_STORM,
  FROZEN_NODE,
  STRANGE_CURSORS,
  WRONG_CLOCKS,
  REVOKE_WITHOUT_REDIS,
  SAME_KEY,
  KILL_WORKER,
  HOSTILE_INPUT,
  EVENT_STREAMS,
  JOIN_WINDOW,
];

/** Each must make the invariant that it names fail. */
export const CONTROLS: readonly Control[] = [...CLIENT_CONTROLS, ...SERVER_CONTROLS];

/** What the plain gateway is tried with. */
export const PLAIN_FAULTS: readonly Fault[] = [HEALTHY, KILL_ONE, KILL_ALL, ROLLING_DEPLOY, KILL_REDIS_BRIEFLY, CUT_SUBSCRIBERS, KILL_MONGOD, HALF_OPEN, FROZEN_NODE];

/** What `npm test` runs: under 4 minutes. */
export const QUICK_FAULTS: readonly Fault[] = [KILL_ONE, KILL_REDIS_BRIEFLY, JOIN_WINDOW_BRIEFLY];

export const QUICK_CONTROLS: readonly Control[] = CONTROLS.filter(({ name }) => name === 'to-everybody');
