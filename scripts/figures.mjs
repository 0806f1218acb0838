import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import { DataFolder } from './data-folder.mjs';
import { startNode, untilReady } from './eventide-node.mjs';
import { Probes } from './figures-probes.mjs';
import { provideMongo } from './mongod.mjs';
import { Refusal, run, say } from './output.mjs';
import { freePort } from './ports.mjs';
import { cpuSeconds, mostMemoryMb } from './process-figures.mjs';
import { provideRedis } from './redis.mjs';

const DATABASE = 'figures';
const AT_ONCE = 10_000;
const LOOK_MS = 250;
const LONGEST_MS = 10 * 60_000;
const VOUCHER = { code: 'FIGURES', title: 'A voucher to measure', amount: 20, currency: 'EUR' };

/**
 * `npm run figures -- --employees 100000`: allots a voucher to everybody, with a gateway and a worker in processes of
 * their own, while single notifications are sent; prints how long it took and what it cost.
 */
await run(async () => {
  const employees = countOf(process.argv.slice(2));
  const folder = await DataFolder.take(mkdtempSync(join(tmpdir(), 'eventide-figures-')));
  try {
    await measure(folder, employees);
  } finally {
    await folder.close();
    rmSync(folder.path, { recursive: true, force: true });
  }
});

function countOf(args) {
  const { values } = parseArgs({ args, options: { employees: { type: 'string', default: '100000' } } });
  const count = Number(values.employees);
  if (Number.isInteger(count) && count >= 1_000 && count <= 1_000_000) return count;
  throw new Refusal('--employees takes a whole number from 1000 to 1000000.');
}

async function measure(folder, employees) {
  const redis = await provideRedis(folder, null);
  const mongo = await provideMongo(folder, null);
  const env = { MONGODB_URI: mongo.uri, MONGODB_DB: DATABASE, REDIS_URL: redis.url, DEMO: 'true', NODE_ENV: 'development', MAX_CONNECTIONS_PER_USER: '1000' };
  const gateway = startNode(folder, 'gateway', { host: '127.0.0.1', port: await freePort() }, { ...env, EVENTIDE_ROLE: 'gateway' });
  await untilReady(gateway);
  const worker = startNode(folder, 'worker', { host: '127.0.0.1', port: await freePort() }, { ...env, EVENTIDE_ROLE: 'worker' });
  await untilReady(worker);
  await register(mongo.uri, employees);

  const key = readFileSync(folder.file('demo-api-key'), 'utf8').trim();
  const probes = await Probes.open(gateway.url, key);
  await probes.sendFor(2_000);
  const quiet = probes.take();

  const parts = { worker, gateway, mongod: mongo.process, redis: redis.process };
  const before = cpuOf(parts);
  const begun = performance.now();
  const job = await allot(probes);
  const seconds = (performance.now() - begun) / 1_000;
  const after = cpuOf(parts);
  const busy = probes.take();
  probes.close();

  say(`${job.done} employees in ${seconds.toFixed(1)} s: ${Math.round(job.done / seconds)} a second, each with a voucher and a notification`);
  for (const name of Object.keys(parts)) say(`CPU of ${name.padEnd(8)} ${(after[name] - before[name]).toFixed(1).padStart(6)} s`);
  say(`Most memory of the worker ${mostMemoryMb(worker.pid)} MB`);
  say(`A single notification, from the request to the device, in ms: ${quiet}, meanwhile ${busy}`);
}

async function register(uri, count) {
  const client = await MongoClient.connect(uri);
  try {
    const people = client.db(DATABASE).collection('people');
    for (let first = 0; first < count; first += AT_ONCE) {
      const size = Math.min(AT_ONCE, count - first);
      await people.insertMany(Array.from({ length: size }, (_, index) => employee(first + index)), { ordered: false });
    }
  } finally {
    await client.close();
  }
}

function employee(number) {
  const id = `E${String(number).padStart(7, '0')}`;
  const email = `${id.toLowerCase()}@company.test`;
  return {
    _id: id,
    name: `Employee ${number}`,
    words: ['employee', String(number), id.toLowerCase()],
    email,
    emailKey: email,
    roles: ['user'],
    department: `D${number % 20}`,
    grade: `G${number % 6}`,
    hiredAt: `${2_000 + (number % 25)}-01-01`,
  };
}

async function allot(probes) {
  const api = await probes.admin();
  const criteria = { departments: Array.from({ length: 20 }, (_, index) => `D${index}`) };
  const { id } = await api('POST', '/api/vouchers/allocations', { voucher: VOUCHER, criteria });
  const sending = probes.sendUntilStopped();
  const deadline = Date.now() + LONGEST_MS;
  for (;;) {
    await delay(LOOK_MS);
    const job = await api('GET', `/api/vouchers/allocations/${id}`);
    if (job.status === 'completed') {
      probes.stop();
      await sending;
      return job;
    }
    if (job.status === 'failed' || Date.now() > deadline) throw new Refusal(`The allocation is ${job.status}: ${job.error}`);
  }
}

function cpuOf(parts) {
  return Object.fromEntries(Object.entries(parts).map(([name, { pid }]) => [name, cpuSeconds(pid)]));
}
