import { NAMESPACE, type Ack, type ConnectErrorData } from '@eventide/contracts';
import { io, type Socket } from 'socket.io-client';
import { ANSWER_MS, type Wire, type WireOptions } from './wire.js';

/** A device's connection by Socket.IO's own client, which does not come back by itself. */
export class SocketWire implements Wire {
  readonly #socket: Socket;

  constructor({ url, token, cursor, events }: WireOptions) {
    const options = { transports: ['websocket'], reconnection: false, forceNew: true, timeout: ANSWER_MS };
    this.#socket = io(`${url}${NAMESPACE}`, { ...options, auth: { token, ...cursor } });
    this.#socket.on('connect', () => events.opened());
    this.#socket.on('connect_error', (error: Error & { data?: ConnectErrorData }) => {
      events.ended(error.data?.code ? { kind: 'refused', refusal: error.data } : { kind: 'lost' });
    });
    this.#socket.on('disconnect', () => events.ended({ kind: 'lost' }));
    this.#socket.onAny((event: string, payload: unknown) => events.received(event, payload));
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  async ask<T>(event: 'sync' | 'update', payload: object): Promise<Ack<T> | null> {
    if (!this.connected) return null;
    return new Promise((resolve) => {
      this.#socket.timeout(ANSWER_MS).emit(event, payload, (timeout: Error | null, answer: Ack<T>) => resolve(timeout ? null : answer));
    });
  }

  pause(): void {
    this.#network()?.pause();
  }

  resume(): void {
    this.#network()?.resume();
  }

  close(): void {
    this.#socket.off('connect').off('connect_error').off('disconnect').offAny().disconnect();
  }

  /** The connection below socket.io-client; outside its types. */
  #network(): { pause(): void; resume(): void } | undefined {
    type Below = { io: { engine: { transport?: { ws?: { pause(): void; resume(): void } } } } };
    return (this.#socket as unknown as Below).io.engine.transport?.ws;
  }
}
