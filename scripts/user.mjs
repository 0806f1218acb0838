import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { DataFolder } from './data-folder.mjs';
import { provideMongo, runningMongoUri } from './mongod.mjs';
import { run } from './output.mjs';
import { ROOT } from './paths.mjs';
import { readSettings } from './settings.mjs';

/** `npm run user -- add …`: on the database of the running Eventide, or of one started for the moment. */
await run(async () => {
  const { dataDir, mongodbUri } = await readSettings();
  const runningUri = mongodbUri ?? runningMongoUri(dataDir);
  if (runningUri) return userCli(runningUri, dataDir);
  const folder = await DataFolder.take(dataDir);
  try {
    const { uri } = await provideMongo(folder, null);
    return await userCli(uri, dataDir);
  } finally {
    await folder.close();
  }
});

/** @returns {Promise<number>} its exit code; it has the terminal, for the password */
function userCli(uri, dataDir) {
  const program = join(ROOT, 'backend', 'dist', 'user-cli.js');
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
    env: { ...process.env, MONGODB_URI: uri, DATA_DIR: dataDir },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
