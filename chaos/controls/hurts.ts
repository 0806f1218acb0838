import type { Fault } from '../fault.js';
import { HEALTHY } from '../faults/x00.js';

/** Long enough for a broken mechanism to show. */
export const NOTHING_HURT: Fault = { ...HEALTHY, lastsMs: 3_000 };

/** What numbers and counts stand for disappears behind their back. */
export const TIME_TO_LIVE: Fault = {
  ...NOTHING_HURT,
  id: 'time-to-live',
  lastsMs: 6_000,
  stage: { mongod: ['ttlMonitorSleepSecs=1'] },
  async inject({ stage }) {
    const notifications = stage.client.db(stage.mongo.name).collection('notifications');
    await notifications.createIndex({ timestamp: 1 }, { expireAfterSeconds: 2 });
  },
};
