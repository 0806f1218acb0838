import { KILL_REDIS } from '../faults/x04.js';
import { KILL_MONGOD } from '../faults/x10.js';
import { mutation } from '../mutation.js';
import type { Control } from './control.js';
import { LONELY_PRIMARY, NOTHING_HURT, SILENT_JOIN, SILENT_LOSS, TIME_TO_LIVE } from './hurts.js';

export const SERVER_CONTROLS: readonly Control[] = [
  {
    name: 'no-reconciliation',
    title: 'nobody looks for lost hints',
    fault: SILENT_LOSS,
    expected: 'I1',
    stage: { preload: mutation('no-reconciliation') },
  },
  {
    name: 'numbers-outside',
    title: 'number and count outside the transaction',
    fault: NOTHING_HURT,
    expected: 'I3',
    stage: { preload: mutation('numbers-outside') },
  },
  {
    name: 'answer-first',
    title: 'answers before the commit',
    fault: KILL_MONGOD,
    expected: 'I1',
    stage: { preload: mutation('answer-first') },
  },
  {
    name: 'weak-writes',
    title: 'writes with w: 1',
    fault: LONELY_PRIMARY,
    expected: 'I1',
    stage: { preload: mutation('weak-writes') },
  },
  {
    name: 'read-before-join',
    title: 'the first page is read before the connection hears anything',
    fault: SILENT_JOIN,
    expected: 'I1',
    stage: { preload: mutation('read-before-join') },
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
    stage: { preload: mutation('to-everybody') },
  },
  {
    name: 'unguarded-redis',
    title: 'promises of Redis that nobody hears',
    fault: KILL_REDIS,
    expected: 'I7',
    stage: { preload: mutation('unguarded-redis') },
  },
];
