import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { DataFolder } from './data-folder.mjs';
import { provideMongo, refuseUnlessReplicaSet, runningMongoUri } from './mongod.mjs';
import { run } from './output.mjs';
import { ROOT } from './paths.mjs';
import { readSettings } from './settings.mjs';

/**
 * Runs a program of the backend on the database of the running Eventide, or of one started for the moment, with the
 * arguments of this command and its terminal; ends with its exit code.
 * @param {string} program the name of a file in backend/dist
 */
export function runOnDatabase(program) {
  return run(async () => {
    const { dataDir, mongodbUri } = await readSettings();
    if (mongodbUri) await refuseUnlessReplicaSet(mongodbUri);
    const runningUri = mongodbUri ?? runningMongoUri(dataDir);
    if (runningUri) return runProgram(program, runningUri, dataDir);
    const folder = await DataFolder.take(dataDir);
    try {
      const { uri } = await provideMongo(folder, null);
      return await runProgram(program, uri, dataDir);
    } finally {
      await folder.close();
    }
  });
}

/** @returns {Promise<number>} its exit code */
function runProgram(program, uri, dataDir) {
  const path = join(ROOT, 'backend', 'dist', program);
  const child = spawn(process.execPath, ['--enable-source-maps', path, ...process.argv.slice(2)], {
    env: { ...process.env, MONGODB_URI: uri, DATA_DIR: dataDir },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
