import type { ClientToServerEvents, ServerEvent, ServerEvents, ServerToClientEvents } from '@eventide/contracts';
import type { Namespace, Socket } from 'socket.io';
import type { Connection } from './connection.js';
import { FrameWriter } from './frame-writer.js';
import { webSocketBelow } from './web-socket-below.js';

interface SocketData {
  connection?: Connection;
}

type NoEvents = Record<string, never>;
export type ClientSocket = Socket<ClientToServerEvents, ServerToClientEvents, NoEvents, SocketData>;
export type ClientNamespace = Namespace<ClientToServerEvents, ServerToClientEvents, NoEvents, SocketData>;

/**
 * Writes to one Socket.IO socket. What is unsent lies in two places: in Engine.IO's buffer while a write is pending,
 * and in `ws` until the kernel has taken it.
 */
export class SocketWriter extends FrameWriter {
  #queued = 0;
  #page = 0;

  constructor(private readonly socket: ClientSocket) {
    super();
    socket.conn.on('packetCreate', (packet: { data?: string | Buffer }) => {
      this.#queued += packet.data ? Buffer.byteLength(packet.data) : 0;
    });
    socket.conn.on('flush', () => {
      this.#queued = 0;
    });
    socket.conn.transport.on('drain', () => {
      if (this.#queued === 0) this.#page = 0;
    });
  }

  override write<E extends ServerEvent>(event: E, payload: ServerEvents[E]): void {
    this.socket.emit(event, ...([payload] as Parameters<ServerToClientEvents[E]>));
  }

  override writePage(send: () => void): void {
    const before = this.#unsent();
    send();
    this.#page = Math.max(0, this.#unsent() - before);
  }

  override get unsentBytes(): number {
    return this.#unsent() - this.#page;
  }

  override close(manner: 'return' | 'leave' | 'cut'): void {
    const { conn } = this.socket;
    if (manner === 'leave') this.socket.disconnect(true);
    else conn.close(manner === 'cut');
    if (manner === 'cut') webSocketBelow(conn)?.terminate();
  }

  #unsent(): number {
    return this.#queued + (webSocketBelow(this.socket.conn)?.bufferedAmount ?? 0);
  }
}
