import { KILL_ONE } from '../faults/x01.js';
import { KILL_REDIS_BRIEFLY } from '../faults/x04.js';
import { EMPTY_REDIS } from '../faults/x05.js';
import { CUT_SUBSCRIBERS } from '../faults/x07.js';
import { KILL_MONGOD } from '../faults/x10.js';
import { FAIL_OVER } from '../faults/x11.js';
import { WRONG_CLOCKS } from '../faults/x19.js';
import { HOSTILE_INPUT } from '../faults/x23.js';
import { JOIN_WINDOW_BRIEFLY } from '../faults/x25.js';
import { mutation } from '../mutation.js';
import type { Control } from './control.js';
import { NOTHING_HURT, TIME_TO_LIVE } from './hurts.js';

export const SERVER_CONTROLS: readonly Control[] = [
  {
    name: 'no-reconciliation',
    title: 'nobody looks for lost hints',
    fault: CUT_SUBSCRIBERS,
    expected: 'I1',
    stage: { preload: [mutation('no-reconciliation')] },
  },
  {
    name: 'queue-as-truth',
    title: 'nobody looks for jobs that the queue has lost',
    fault: EMPTY_REDIS,
    expected: 'I1',
    stage: { preload: [mutation('queue-as-truth')] },
  },
  {
    name: 'numbers-outside',
    title: 'number and count outside the transaction',
    fault: KILL_ONE,
    expected: 'I1',
    stage: { preload: [mutation('numbers-outside')] },
  },
  {
    name: 'answer-first',
    title: 'answers before the commit',
    fault: KILL_MONGOD,
    expected: 'I1',
    stage: { preload: [mutation('answer-first')] },
  },
  {
    name: 'weak-writes',
    title: 'writes with w: 1',
    fault: FAIL_OVER,
    expected: 'I1',
    stage: { preload: [mutation('weak-writes')] },
  },
  {
    name: 'read-before-join',
    title: 'the first page is read before the connection hears anything',
    fault: JOIN_WINDOW_BRIEFLY,
    expected: 'I1',
    stage: { preload: [mutation('read-before-join')] },
  },
  {
    name: 'stream-read-before-join',
    title: 'the first page of an event stream is read before it hears anything',
    fault: { ...JOIN_WINDOW_BRIEFLY, streams: true },
    expected: 'I1',
    stage: { preload: [mutation('stream-read-before-join')] },
  },
  {
    name: 'time-to-live',
    title: 'a TTL index on notifications',
    fault: TIME_TO_LIVE,
    expected: 'I3',
  },
  {
    name: 'to-everybody',
    title: 'an empty audience is everybody',
    fault: NOTHING_HURT,
    expected: 'I5',
    stage: { preload: [mutation('to-everybody')] },
  },
  {
    name: 'unguarded-redis',
    title: 'promises of Redis that nobody hears',
    fault: KILL_REDIS_BRIEFLY,
    expected: 'I7',
    stage: { preload: [mutation('unguarded-redis')] },
  },
  {
    name: 'own-clocks',
    title: 'each node judges by its own clock who may be here',
    fault: WRONG_CLOCKS,
    expected: 'I9',
    stage: { preload: [mutation('own-clocks')] },
  },
  {
    name: 'late-authentication',
    title: 'tokens are looked at only after the connection is there',
    fault: HOSTILE_INPUT,
    expected: 'S2',
    stage: { preload: [mutation('late-authentication')] },
  },
];
