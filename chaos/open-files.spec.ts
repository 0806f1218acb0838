import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { openFilesOf } from './open-files.js';

describe(openFilesOf.name, () => {
  it('tells connections apart by where they lead, and returns null for a process that is gone', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const ports = { own: port, mongo: new Set([port]), redis: 1 };
    const before = openFilesOf(process.pid, ports);
    const client = connect(port, '127.0.0.1');
    const [accepted] = (await once(server, 'connection')) as [typeof client];
    expect(before).toMatchObject({ callers: 0, mongo: 0, redis: 0 });
    expect(openFilesOf(process.pid, ports)).toMatchObject({ callers: 1, mongo: 1, redis: 0, otherFiles: before?.otherFiles });
    for (const socket of [client, accepted]) socket.destroy();
    server.close();
    expect(openFilesOf(2 ** 22 + 1, ports)).toBeNull();
  });
});
