import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from './output.mjs';
import { freePort } from './ports.mjs';
import { findRedis } from './redis-binary.mjs';
import { readState, writeState } from './state-file.mjs';

const HOST = '127.0.0.1';

/**
 * The Redis of one data folder: that of `REDIS_URL`, or one started here, on 127.0.0.1, with its
 * append-only file in the folder.
 * @param {import('./data-folder.mjs').DataFolder} folder
 * @param {string | null} redisUrl
 * @returns {Promise<{ url: string, process: import('./process-group.mjs').ProcessGroup | null }>} the process started here, which ends with the folder
 */
export async function provideRedis(folder, redisUrl) {
  if (redisUrl) return { url: redisUrl, process: null };
  const redis = findRedis();
  const port = await freePort(readState(folder.file('redis.json'), {}).port);
  writeState(folder.file('redis.json'), { port });
  mkdirSync(folder.file('redis'), { recursive: true });
  const process = folder.start(
    'redis',
    redis.path,
    [
      ['--bind', HOST],
      ['--port', String(port)],
      ['--dir', folder.file('redis')],
      ['--appendonly', 'yes'],
      ['--save', ''],
      ['--logfile', folder.file('redis.log')],
    ].flat(),
    { env: redis.env, stdio: 'ignore' },
  );
  await Promise.race([untilItAnswers(port), refuseWhenEnded(process, folder)]);
  return { url: `redis://${HOST}:${port}`, process };
}

async function refuseWhenEnded(process, folder) {
  throw new Refusal(`redis-server ended (${await process.ended}); its log is ${folder.file('redis.log')}.`);
}

/** It answers `-LOADING` while it still reads its file. */
async function untilItAnswers(port) {
  while (!(await ping(port)).startsWith('+PONG')) await delay(50);
}

function ping(port) {
  return new Promise((resolve) => {
    const socket = connect(port, HOST, () => socket.write('PING\r\n'));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once('error', () => resolve(''));
    socket.once('close', () => resolve(''));
  });
}
