import { Logger } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayInit } from '@nestjs/websockets';
import { LIMITS, NAMESPACE } from '@eventide/contracts';
import { clientAddress } from '../platform/client-address.js';
import { Env } from '../platform/env.js';
import { ClusterLink } from './cluster-link.js';
import { CommandSession } from './command-session.js';
import { Commands } from './commands.js';
import { ConnectRefused } from './connect-refusal.js';
import { Connect, cursorOf } from './connect.js';
import { Connections } from './connections.js';
import { userRoom } from './rooms.js';
import { SocketWriter, type ClientNamespace, type ClientSocket } from './socket-writer.js';
import { Welcome } from './welcome.js';

/**
 * The namespace `/notifications`: hangs the handshake, the first page and the dispatcher on it. Nothing a client does
 * can make a hook throw, for that would end the process. No `@SubscribeMessage`: it costs memory per handler and
 * connection, and swallows acks.
 */
@WebSocketGateway({ namespace: NAMESPACE })
export class NotificationsGateway implements OnGatewayInit<ClientNamespace> {
  readonly #log = new Logger(NotificationsGateway.name);

  constructor(
    private readonly env: Env,
    private readonly connect: Connect,
    private readonly welcome: Welcome,
    private readonly commands: Commands,
    private readonly connections: Connections,
    private readonly cluster: ClusterLink,
  ) {}

  afterInit(namespace: ClientNamespace): void {
    this.cluster.join(namespace);
    namespace.use((socket, next) => {
      this.#admit(socket).then(
        () => next(),
        (error: unknown) => next(this.#refusal(socket, error)),
      );
    });
    namespace.on('connection', (socket) => this.#begin(socket));
  }

  async #admit(socket: ClientSocket): Promise<void> {
    const { id, handshake } = socket;
    const connection = await this.connect.admit({
      connectionId: id,
      auth: handshake.auth,
      writer: new SocketWriter(socket),
    });
    // The transport may end before there is a connection event, and then no disconnect event comes either. It may also
    // have ended already, while it was asked who is there.
    socket.conn.once('close', () => this.connections.remove(connection));
    if (socket.conn.readyState === 'closed') this.connections.remove(connection);
    socket.conn.on('packet', ({ data }: { data?: string | Buffer }) => {
      if (data === undefined || frameBytes(data) <= LIMITS.frameBytes) return;
      connection.close('protocol_error');
      socket.conn.close();
    });
    socket.data.connection = connection;
    await socket.join(userRoom(connection.userId));
  }

  #refusal(socket: ClientSocket, error: unknown): Error {
    const refused = error instanceof ConnectRefused ? error : new ConnectRefused({ code: 'unavailable' });
    const { code } = refused.data;
    this.#log.log({ msg: 'Refused', code, ...this.#whence(socket) });
    if (refused !== error) this.#log.error({ msg: 'A handshake failed', err: error });
    return refused;
  }

  #begin(socket: ClientSocket): void {
    const { connection } = socket.data;
    if (!connection) return;
    const session = new CommandSession(this.commands, connection, this.env.limits.eventsPerMinute);
    socket.onAny((event: string, ...args: unknown[]) => session.receive(event, args));
    // What can't be decoded comes as an Error. A client can emit an event of this name too: without a listener it would
    // end the process.
    socket.on('error', (error: unknown) => {
      if (error instanceof Error) connection.close('protocol_error');
    });
    socket.once('disconnect', (reason) => this.#end(socket, reason));
    this.#log.log({ msg: 'Connected', connectionId: socket.id, userId: connection.userId, ...this.#whence(socket) });
    void this.welcome.firstPage(connection, cursorOf(socket.handshake.auth));
  }

  #whence({ handshake: { address, headers } }: ClientSocket): { address: string; origin: string | undefined } {
    return { address: clientAddress(address, headers['x-forwarded-for']?.toString(), this.env.http.proxies), origin: headers.origin };
  }

  /** A transport without a namespace would stay open, unauthenticated. */
  #end(socket: ClientSocket, reason: string): void {
    const { connection } = socket.data;
    if (connection) this.connections.remove(connection);
    socket.conn.close();
    const { userId, closedFor: closing } = connection ?? {};
    this.#log.log({ msg: 'Disconnected', connectionId: socket.id, userId, reason, closing, ...this.#whence(socket) });
  }
}

/** The size of the WebSocket frame that a packet came in: a text is led by the packet's type. */
function frameBytes(data: string | Buffer): number {
  return typeof data === 'string' ? 1 + Buffer.byteLength(data) : data.length;
}
