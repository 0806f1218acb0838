import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Logger, type INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { LIMITS } from '@eventide/contracts';
import { Server, type ServerOptions } from 'socket.io';
import { OriginCheck } from '../auth/origin-check.js';
import { clientAddress } from '../platform/client-address.js';
import { isEncryptedEnough, type Link } from '../platform/encryption-rule.js';
import { Env } from '../platform/env.js';
import { ClusterLink } from './cluster-link.js';
import { limitPackets, type PacketSource } from './packet-limit.js';
import { Turnstile } from './turnstile.js';
import { BriskWebSocketServer, cutWhenBroken, webSocketBelow } from './web-socket-below.js';

const PING_MS = 5_000;
/** A larger frame cuts the link while it comes in; one between the contract's limit and this is answered by `closing`. */
const CUT_BYTES = 4 * LIMITS.frameBytes;

/**
 * What holds for every Socket.IO server of ours. WebSocket only: long polling would need sticky sessions. A dead link
 * is seen within 10 s. No connection state recovery: it skips authentication, and the cursor does its work.
 */
const SERVER_OPTIONS: Partial<ServerOptions> = {
  transports: ['websocket'],
  serveClient: false,
  maxHttpBufferSize: CUT_BYTES,
  perMessageDeflate: false,
  httpCompression: false,
  connectTimeout: 5_000,
  pingInterval: PING_MS,
  pingTimeout: PING_MS,
  wsEngine: BriskWebSocketServer,
};

type EngineConnection = PacketSource & { transport: object };

/** A server for a process without clients, to publish through. It listens to nothing. */
export function publishingServer(cluster: ClusterLink): Server {
  return new Server({ ...SERVER_OPTIONS, ...cluster.serverOptions() });
}

/**
 * Ends at once what asks for another protocol elsewhere. Engine.IO would half-close it, and the connection stay for ever if
 * the other side has written anything more.
 */
function destroyOtherUpgrades(server: Server): void {
  server.httpServer.on('upgrade', ({ url = '' }: IncomingMessage, socket: Duplex) => {
    if (!url.startsWith(`${server.path()}/`)) socket.destroy();
  });
}

/** Makes the Socket.IO server of a node: its limits, its origins, and the Redis adapter where there is Redis. */
export class RedisIoAdapter extends IoAdapter {
  readonly #log = new Logger(RedisIoAdapter.name);
  readonly #env: Env;
  readonly #origins: OriginCheck;
  readonly #cluster: ClusterLink;
  readonly #door: Turnstile;

  constructor(app: INestApplicationContext) {
    super(app);
    this.#env = app.get(Env);
    this.#origins = app.get(OriginCheck);
    this.#cluster = app.get(ClusterLink);
    this.#door = app.get(Turnstile);
  }

  override createIOServer(port: number, options?: Partial<ServerOptions>): Server {
    const ours: Partial<ServerOptions> = {
      ...options,
      ...SERVER_OPTIONS,
      ...this.#cluster.serverOptions(),
      allowRequest: (request, decide) => this.#door.pass(() => decide(null, this.#isAllowed(request))),
    };
    const server = super.createIOServer(port, ours as ServerOptions);
    server.engine.on('connection', (conn: EngineConnection) => {
      cutWhenBroken(conn);
      limitPackets(conn, this.#env.limits.eventsPerMinute, () => webSocketBelow(conn)?.terminate());
    });
    destroyOtherUpgrades(server);
    // Only our own namespace authenticates; the default one would hold anybody.
    server.use((_socket, next) => next(new Error('There is nothing here')));
    return server;
  }

  #isAllowed({ headers, socket }: IncomingMessage): boolean {
    const code = this.#refusal({ peer: socket.remoteAddress ?? '', headers });
    if (code === undefined) return true;
    const address = clientAddress(socket.remoteAddress ?? '', headers['x-forwarded-for']?.toString(), this.#env.http.proxies);
    this.#log.log({ msg: 'Refused', code, address, origin: headers.origin });
    return false;
  }

  #refusal(link: Link): string | undefined {
    if (!this.#origins.isAllowedOrigin(link.headers.origin)) return 'forbidden_origin';
    const { proxies, allowedOrigins } = this.#env.http;
    const settings = { production: this.#env.production, proxied: proxies > 0, allowedOrigins };
    return isEncryptedEnough(link, settings) ? undefined : 'not_encrypted';
  }
}
