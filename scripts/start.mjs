import { readFileSync } from 'node:fs';
import { startNode, untilReady, whereToLook } from './eventide-node.mjs';
import { provideMongo } from './mongod.mjs';
import { Refusal, run, say } from './output.mjs';
import { refuseTaken } from './ports.mjs';
import { readSettings } from './settings.mjs';
import { supervise } from './supervise.mjs';

/** `npm start`: mongod and one node. */
await run(async () => {
  const settings = await readSettings();
  await supervise(settings.dataDir, (folder) => serve(folder, settings));
});

async function serve(folder, settings) {
  await refuseTaken(settings.port, settings.host);
  const mongo = await provideMongo(folder, settings.mongodbUri);
  const node = startNode(folder, 'node', settings, { MONGODB_URI: mongo.uri });
  await untilReady(node);
  greet(node, folder, settings);
  const ends = [node.ended.then((end) => `The node ended (${end})${whereToLook(node)}.`)];
  if (mongo.process) ends.push(mongo.process.ended.then((end) => `mongod ended (${end}); its log is ${folder.file('mongod.log')}.`));
  throw new Refusal(await Promise.race(ends));
}

function greet(node, folder, { demo }) {
  const demoLines = [
    '',
    '  Sign in as     admin@eventide.test, manager@eventide.test, user1@eventide.test or user2@eventide.test',
    '  Password       eventide',
    `  Demo API key   ${demo ? readFileSync(folder.file('demo-api-key'), 'utf8').trim() : ''}`,
  ];
  say(
    [
      '',
      `  Eventide is running at ${node.url}`,
      ...(demo ? demoLines : []),
      '',
      `  Log            ${node.logPath}`,
      '  Ctrl-C stops it; the data stays.',
      '',
    ].join('\n'),
  );
}
