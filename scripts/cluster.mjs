import { parseArgs } from 'node:util';
import { startNode, untilReady } from './eventide-node.mjs';
import { provideMongo } from './mongod.mjs';
import { Refusal, run, say } from './output.mjs';
import { refuseTaken } from './ports.mjs';
import { provideRedis } from './redis.mjs';
import { readSettings } from './settings.mjs';
import { supervise } from './supervise.mjs';

const MOST_NODES = 32;

/**
 * `npm run cluster -- --nodes 2`: Redis, mongod, nodes on PORT and up, one worker. A tool for trying
 * faults: it restarts nothing that dies, and stays up.
 */
await run(async () => {
  const count = readCount();
  const settings = await readSettings({ PORT: '3001' });
  await supervise(settings.dataDir, (folder) => serve(folder, settings, count));
});

function readCount() {
  const { values } = parseArgs({ options: { nodes: { type: 'string', default: '2' } } });
  const count = Number(values.nodes);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_NODES) return count;
  throw new Refusal(`--nodes takes a whole number from 1 to ${MOST_NODES}.`);
}

async function serve(folder, settings, count) {
  const ports = Array.from({ length: count }, (_, index) => settings.port + index);
  for (const port of ports) await refuseTaken(port, settings.host);
  const redis = await provideRedis(folder, settings.redisUrl);
  const mongo = await provideMongo(folder, settings.mongodbUri);
  for (const part of [redis, mongo]) if (part.process) report(part.process, part.url ?? part.uri);
  const env = {
    MONGODB_URI: mongo.uri,
    REDIS_URL: redis.url,
    ALLOWED_ORIGINS: settings.allowedOrigins ?? ports.flatMap(originsOf).join(','),
  };
  const gateways = ports.map((port) => () =>
    startNode(folder, `node-${port}`, { host: settings.host, port }, { ...env, EVENTIDE_ROLE: 'gateway' }),
  );
  await startOneThenOthers(gateways);
  const worker = startNode(folder, 'worker', { host: settings.host, port: 0 }, { ...env, EVENTIDE_ROLE: 'worker' });
  report(worker, 'worker');
  say(`All ${count} nodes are ready. Nothing that dies is restarted; Ctrl-C stops all.`);
  return new Promise(() => setInterval(() => {}, 60_000));
}

/** The first one alone makes the indexes, the secret and the demo accounts. */
async function startOneThenOthers([first, ...others]) {
  await startAndReport(first);
  await Promise.all(others.map(startAndReport));
}

async function startAndReport(start) {
  const node = start();
  await untilReady(node);
  report(node, node.url);
}

function report(group, what) {
  say(`${what}  (process ${group.pid})`);
  void group.ended.then((end) => say(`${group.label ?? group.name} (process ${group.pid}) ended: ${end}`));
}

function originsOf(port) {
  return [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
}
