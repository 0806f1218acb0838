import { rmSync } from 'node:fs';
import type { Fault } from '../fault.js';
import { fillDisk } from './x08-disk.js';

const DISK_MB = 450;

/** mongod gives up when it can't write its journal; with room again it is started by hand. */
export const FULL_MONGOD_DISK: Fault = {
  id: 'X12',
  title: 'mongod disk full',
  needsRoot: true,
  stage: { disks: { 'mongo-0': DISK_MB } },
  async inject({ stage }) {
    stage.mongo.down();
    fillDisk(`${stage.mongo.first.files}/ballast`);
  },
  async heal({ stage }) {
    rmSync(`${stage.mongo.first.files}/ballast`, { force: true });
    await stage.mongo.restart();
  },
};
