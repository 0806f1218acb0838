import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort, refuseTaken } from './ports.mjs';

const HOST = '127.0.0.1';
/** Where systems begin to give ports to outgoing connections. */
const EPHEMERAL = 32_768;

describe(freePort.name, () => {
  it('draws ports that no outgoing connection takes, and none twice', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));
    expect(new Set(ports).size).toBe(20);
    expect(ports.filter((port) => port < 1_024 || port >= EPHEMERAL)).toEqual([]);
  });

  it('gives the wished one, unless somebody listens there', async () => {
    const wished = await freePort();
    expect(await freePort(wished)).toBe(wished);
    const server = createServer();
    await new Promise((resolve) => server.listen(wished, HOST, resolve));
    expect(await freePort(wished)).not.toBe(wished);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe(refuseTaken.name, () => {
  it('lets a free port pass, and names one that is taken', async () => {
    const port = await freePort();
    await refuseTaken(port, HOST);
    const server = createServer();
    await new Promise((resolve) => server.listen(port, HOST, resolve));
    await expect(refuseTaken(port, HOST)).rejects.toThrow(`Port ${port} of ${HOST} is taken: stop what uses it, or set another PORT.`);
    await new Promise((resolve) => server.close(resolve));
  });

  it('says so when the host is another machine', async () => {
    await expect(refuseTaken(0, '203.0.113.1')).rejects.toThrow('HOST is 203.0.113.1, which is no address of this machine.');
  });
});
