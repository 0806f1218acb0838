import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { findMongod } from './mongod-binary.mjs';
import { Refusal } from './output.mjs';
import { freePort } from './ports.mjs';
import { isRunning } from './process-identity.mjs';
import { readState, writeState } from './state-file.mjs';

const HOST = '127.0.0.1';
const SET = 'rs0';
const START_LIMIT_MS = 60_000;

/** What a killed node had locked is free again after this, not after the default minute; ours take 2 s at most. */
export const SERVER_PARAMETERS = ['--setParameter', 'transactionLifetimeLimitSeconds=5'];

/** What mongod answers to a member whose set was never initiated, or names it by an address it no longer has. */
const NOT_YET_INITIALIZED = 94;
const INVALID_REPLICA_SET_CONFIG = 93;

/**
 * The database of one data folder: the replica set of `MONGODB_URI`, or a mongod started here, on
 * 127.0.0.1, with its files in the folder.
 * @param {import('./data-folder.mjs').DataFolder} folder
 * @param {string | null} mongodbUri
 * @returns {Promise<{ uri: string, process: import('./process-group.mjs').ProcessGroup | null }>} the process started here, which ends with the folder
 */
export async function provideMongo(folder, mongodbUri) {
  if (mongodbUri) {
    await refuseUnlessReplicaSet(mongodbUri);
    return { uri: mongodbUri, process: null };
  }
  return startMongod(folder);
}

/** The address of the mongod that another command runs on this data folder; null when there is none. */
export function runningMongoUri(folderPath) {
  const state = readState(`${folderPath}/mongod.json`, null);
  return state?.process && isRunning(state.process) ? uriOf(state.port) : null;
}

async function startMongod(folder) {
  const mongod = findMongod();
  const statePath = folder.file('mongod.json');
  const saved = readState(statePath, {});
  refuseOtherVersion(saved.version, mongod.version, folder);
  mkdirSync(folder.file('mongo'), { recursive: true });
  const port = await freePort(saved.port);
  const process = folder.start(
    'mongod',
    mongod.path,
    [
      ['--dbpath', folder.file('mongo')],
      ['--logpath', folder.file('mongod.log'), '--logappend', '--quiet'],
      ['--bind_ip', HOST],
      ['--port', String(port)],
      ['--replSet', SET],
      ['--wiredTigerCacheSizeGB', '0.25'],
      SERVER_PARAMETERS,
    ].flat(),
    { stdio: 'ignore' },
  );
  writeState(statePath, { version: mongod.version, port, process: { pid: process.pid, startedAt: process.startedAt } });
  await Promise.race([becomePrimary(port), refuseWhenEnded(process, folder)]);
  return { uri: uriOf(port), process };
}

function uriOf(port) {
  return `mongodb://${HOST}:${port}/?replicaSet=${SET}`;
}

/** Patch releases share a format. */
function refuseOtherVersion(written, found, folder) {
  const series = (version) => version.split('.').slice(0, 2).join('.');
  if (!written || series(written) === series(found)) return;
  throw new Refusal(
    `The data in ${folder.file('mongo')} was written by mongod ${written}, and the one found here is ${found}: ` +
      `set MONGOMS_SYSTEM_BINARY to a mongod ${series(written)}, or another DATA_DIR to begin anew.`,
  );
}

async function refuseWhenEnded(process, folder) {
  throw new Refusal(`mongod ended (${await process.ended}); its log is ${folder.file('mongod.log')}.`);
}

/** Initiates the set, or tells it its new port, and waits until it takes writes. */
async function becomePrimary(port) {
  const client = new MongoClient(`mongodb://${HOST}:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: START_LIMIT_MS,
  });
  try {
    const admin = client.db('admin');
    const members = [{ _id: 0, host: `${HOST}:${port}` }];
    const problem = await replicaSetProblem(admin);
    if (problem === NOT_YET_INITIALIZED) await admin.command({ replSetInitiate: { _id: SET, members } });
    if (problem === INVALID_REPLICA_SET_CONFIG) {
      const { config } = await admin.command({ replSetGetConfig: 1 });
      await admin.command({ replSetReconfig: { ...config, members, version: config.version + 1 }, force: true });
    }
    while (!(await admin.command({ hello: 1 })).isWritablePrimary) await delay(20);
  } finally {
    await client.close();
  }
}

async function replicaSetProblem(admin) {
  try {
    await admin.command({ replSetGetStatus: 1 });
    return null;
  } catch (error) {
    if ([NOT_YET_INITIALIZED, INVALID_REPLICA_SET_CONFIG].includes(error.code)) return error.code;
    throw error;
  }
}

/**
 * Refuses an address where no replica set answers that Eventide could use. Tells nothing of the address but its hosts'
 * answers: it may hold a password.
 */
export async function refuseUnlessReplicaSet(uri) {
  const client = connectable(uri);
  try {
    const admin = client.db('admin');
    const { setName } = await admin.command({ hello: 1 });
    const { version } = await admin.command({ buildInfo: 1 });
    if (!setName) throw new Refusal('MONGODB_URI is a standalone server: Eventide needs a replica set (one node is enough).');
    if (Number(version.split('.')[0]) < 6) throw new Refusal(`MONGODB_URI is MongoDB ${version}: Eventide needs 6.0 or newer.`);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`MONGODB_URI can't be used: ${error.message.replaceAll(uri, '')}`);
  } finally {
    await client.close();
  }
}

function connectable(uri) {
  try {
    return new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  } catch (error) {
    throw new Refusal(`MONGODB_URI is not a MongoDB address: ${error.message}`);
  }
}
