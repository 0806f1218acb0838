import { join } from 'node:path';
import { startNode, untilReady } from './eventide-node.mjs';
import { provideMongo } from './mongod.mjs';
import { Refusal, run, say } from './output.mjs';
import { ROOT } from './paths.mjs';
import { refuseTaken } from './ports.mjs';
import { readSettings } from './settings.mjs';
import { supervise } from './supervise.mjs';

const FRONTEND_PORT = 4200;
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const NG = join(ROOT, 'node_modules', '@angular', 'cli', 'bin', 'ng.js');

/** `npm run dev`: whatever is changed is compiled, the node restarts, the browser reloads. */
await run(async () => {
  const settings = await readSettings();
  await supervise(settings.dataDir, (folder) => serve(folder, settings));
});

async function serve(folder, settings) {
  for (const port of [settings.port, FRONTEND_PORT]) await refuseTaken(port, settings.host);
  const mongo = await provideMongo(folder, settings.mongodbUri);
  const tools = ['contracts', 'backend'].map((part) =>
    startTool(folder, [TSC, '-p', join(ROOT, part), '--watch', '--preserveWatchOutput'], ROOT),
  );
  const origins = [FRONTEND_PORT, settings.port].flatMap((port) => [`http://localhost:${port}`, `http://127.0.0.1:${port}`]);
  const node = startNode(
    folder,
    'node',
    settings,
    { MONGODB_URI: mongo.uri, ALLOWED_ORIGINS: settings.allowedOrigins ?? origins.join(',') },
    { watch: true },
  );
  await untilReady(node);
  const proxy = join(ROOT, 'scripts', 'dev-proxy.mjs');
  const ng = startTool(folder, [NG, 'serve', 'app', '--port', String(FRONTEND_PORT), '--proxy-config', proxy], join(ROOT, 'frontend'), {
    DEV_PROXY_TARGET: node.url,
  });
  say(`The application is at http://localhost:${FRONTEND_PORT}, the API at ${node.url}.`);
  const end = await Promise.race([node, ng, ...tools].map(async ({ name, ended }) => `${name} ended: ${await ended}`));
  throw new Refusal(`${end}.`);
}

function startTool(folder, args, cwd, more = {}) {
  // PORT is the node's; `ng serve` would prefer it to its own --port.
  const { PORT: _, ...env } = process.env;
  return folder.start('tool', process.execPath, args, { cwd, env: { ...env, ...more }, stdio: ['ignore', 'inherit', 'inherit'] });
}
