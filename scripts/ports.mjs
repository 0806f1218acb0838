import { createServer } from 'node:net';
import { Refusal } from './output.mjs';

/**
 * From here up to where systems begin to give ports to outgoing connections: a server that is started again finds its own
 * free, as long as no other server wants it.
 */
const LOWEST = 20_000;
const HOW_MANY = 12_000;

/** What systems answer to whoever would listen on an address that they don't have, or don't know. */
const ELSEWHERE = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'];

const drawn = new Set();

/** Refuses with one sentence when nobody can listen there: the port is in use, or the host is another machine. */
export async function refuseTaken(port, host) {
  try {
    if ((await tryListen(port, host)) !== null) return;
  } catch (error) {
    if (!ELSEWHERE.includes(error.code)) throw error;
    throw new Refusal(`HOST is ${host}, which is no address of this machine.`);
  }
  throw new Refusal(`Port ${port} of ${host} is taken: stop what uses it, or set another PORT.`);
}

/**
 * The wished port if it is free, otherwise any other, and not the same twice.
 * @param {number} [wished]
 * @returns {Promise<number>}
 */
export async function freePort(wished, host = '127.0.0.1') {
  let port = wished === undefined ? null : await tryListen(wished, host);
  while (port === null) port = await tryListen(draw(), host);
  return port;
}

function draw() {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * HOW_MANY);
    if (drawn.has(port)) continue;
    drawn.add(port);
    return port;
  }
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
