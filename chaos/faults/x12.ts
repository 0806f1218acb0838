import { rmSync } from 'node:fs';
import { MongoError } from 'mongodb';
import type { Fault } from '../fault.js';
import { linesOf } from '../history.js';
import type { Mongod } from '../mongo-server.js';
import { fillDisk } from './x08b.js';

const DISK_MB = 450;

/** mongod gives up when it can't write its journal; with room again it is started by hand. */
export const FULL_MONGOD_DISK: Fault = {
  id: 'X12',
  title: 'mongod disk full',
  needsRoot: true,
  stage: { disks: { 'mongo-0': DISK_MB } },
  async inject({ stage }) {
    fillDisk(`${stage.mongo.first.files}/ballast`);
    await checkpoint(stage.mongo.first);
  },
  async heal({ stage }) {
    rmSync(`${stage.mongo.first.files}/ballast`, { force: true });
    await stage.mongo.restart();
  },
  expects: ({ stage: { history } }) =>
    linesOf(history.lines, 'unknown').length > 0 ? [] : ['The full disk refused nothing, so it shows nothing'],
};

/** Makes it write its files; it may not live to answer. */
async function checkpoint(mongod: Mongod): Promise<void> {
  try {
    await mongod.ask((db) => db.command({ fsync: 1 }), 5_000);
  } catch (error) {
    if (!(error instanceof MongoError)) throw error;
  }
}
