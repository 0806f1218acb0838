import { DataFolder } from './data-folder.mjs';
import { say } from './output.mjs';

/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. */
const SAME_REQUEST_MS = 300;

/**
 * Holds the data folder while `serve` starts the processes and lives as long as they do. The first
 * Ctrl-C (or SIGTERM, SIGHUP) ends them in order, the second at once.
 * @param {(folder: DataFolder) => Promise<void>} serve returns or throws when there is nothing left to wait for
 */
export async function supervise(dataDir, serve) {
  const folder = await DataFolder.take(dataDir);
  const asked = untilAskedToStop(() => {
    folder.kill();
    process.exit(130);
  });
  try {
    await Promise.race([serve(folder), asked]);
  } finally {
    await folder.close();
  }
}

function untilAskedToStop(onSecondRequest) {
  return new Promise((resolve) => {
    let first = null;
    const onSignal = () => {
      if (first === null) {
        first = Date.now();
        say('\nStopping … (once more to stop at once)');
        resolve();
      } else if (Date.now() - first > SAME_REQUEST_MS) onSecondRequest();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  });
}
