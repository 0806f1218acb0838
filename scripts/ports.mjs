import { createServer } from 'node:net';
import { Refusal } from './output.mjs';

/** Refuses with one sentence when something listens on this port already. */
export async function refuseTaken(port, host) {
  if ((await tryListen(port, host)) !== null) return;
  throw new Refusal(`Port ${port} of ${host} is taken: stop what uses it, or set another PORT.`);
}

/**
 * The wished port if it is free, otherwise any other.
 * @returns {Promise<number>}
 */
export async function freePort(wished = 0, host = '127.0.0.1') {
  return (await tryListen(wished, host)) ?? (await tryListen(0, host));
}

function tryListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(null) : reject(error)));
    server.listen(port, host, () => {
      const { port: bound } = server.address();
      server.close(() => resolve(bound));
    });
  });
}
