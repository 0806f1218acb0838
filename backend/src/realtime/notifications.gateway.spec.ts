import { EventEmitter } from 'node:events';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Env } from '../platform/env.js';
import { Metrics } from '../platform/metrics.js';
import type { ClusterLink } from './cluster-link.js';
import type { Commands } from './commands.js';
import type { Connect } from './connect.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';
import { connectionInMemory, linesInMemory } from './in-memory-connection.js';
import { NotificationsGateway } from './notifications.gateway.js';
import { RealtimeMetrics } from './realtime-metrics.js';
import type { ClientNamespace, ClientSocket } from './socket-writer.js';
import type { Welcome } from './welcome.js';

type Middleware = (socket: ClientSocket, next: (error?: Error) => void) => void;

/** What the gateway uses of a socket. */
function socketOf(conn: EventEmitter): ClientSocket {
  const parts = { id: 'c1', handshake: { auth: {}, address: '', headers: {} }, conn, data: {}, join: async () => undefined };
  return parts as unknown as ClientSocket;
}

/** A gateway whose handshakes end when the spec says so. */
function gateway() {
  const connections = new Connections(new RealtimeMetrics(new Metrics()), linesInMemory());
  const verified = Promise.withResolvers<void>();
  const admit = async (): Promise<Connection> => {
    await verified.promise;
    const { connection } = connectionInMemory();
    connections.add(connection);
    return connection;
  };
  const made = new NotificationsGateway({ http: { proxies: 0 } } as Env, { admit } as Partial<Connect> as Connect, {} as Welcome, {} as Commands, connections, { join: () => undefined } as Partial<ClusterLink> as ClusterLink);
  let middleware: Middleware = () => undefined;
  made.afterInit({ use: (given: Middleware) => (middleware = given), on: () => undefined } as unknown as ClientNamespace);
  return { connections, verified, shake: (socket: ClientSocket) => new Promise((resolve) => middleware(socket, resolve)) };
}

describe(NotificationsGateway.name, () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it.each(['while', 'after'])('keeps nothing of a client that leaves %s it is asked who is there', async (when) => {
    const { connections, verified, shake } = gateway();
    const conn = Object.assign(new EventEmitter(), { readyState: 'open', transport: new EventEmitter() });
    const leave = () => {
      conn.readyState = 'closed';
      conn.emit('close');
    };
    const shaken = shake(socketOf(conn));
    if (when === 'while') leave();
    verified.resolve();
    await shaken;
    if (when === 'after') leave();
    expect(connections.size).toBe(0);
  });
});
