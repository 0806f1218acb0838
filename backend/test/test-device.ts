import {
  NAMESPACE,
  SERVER_EVENTS,
  type Ack,
  type ClientEvent,
  type ClientEvents,
  type ClientToServerEvents,
  type ConnectErrorData,
  type Cursor,
  type NewNotification,
  type ServerEvent,
  type ServerEvents,
  type ServerToClientEvents,
} from '@eventide/contracts';
import { io, type Socket } from 'socket.io-client';
import { eventually } from './eventually.js';

const ACK_MS = 20_000;

export type Received = { [E in ServerEvent]: { event: E; payload: ServerEvents[E]; at: number } }[ServerEvent];

export interface DeviceOptions {
  /** Whatever the test wants to say, well formed or not. */
  auth: { [Field in keyof Cursor | 'token']?: unknown };
  /** Sent as the header `Origin`. */
  origin?: string;
}

/** A client that writes down all it gets, in order, and applies nothing. It does not reconnect by itself. */
export class TestDevice {
  readonly received: Received[] = [];
  /** Why it was refused, or why the connection ended. */
  refusal: (Error & { data?: ConnectErrorData }) | undefined;
  ended: string | undefined;
  readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>;

  constructor(url: string, { auth, origin }: DeviceOptions) {
    this.socket = io(`${url}${NAMESPACE}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth,
      ...(origin !== undefined && { extraHeaders: { origin } }),
    });
    for (const event of SERVER_EVENTS) {
      this.socket.on(event, (payload: unknown) => this.received.push({ event, payload, at: Date.now() } as Received));
    }
    this.socket.on('connect_error', (error) => (this.refusal = error));
    this.socket.on('disconnect', (reason) => (this.ended = reason));
  }

  /** What came under one name, in order. */
  all<E extends ServerEvent>(event: E): ServerEvents[E][] {
    return this.received.filter((each) => each.event === event).map(({ payload }) => payload as ServerEvents[E]);
  }

  get news(): NewNotification[] {
    return this.all('newNotification');
  }

  /** The inbox place that this device was brought to, by pages and frames. */
  get inboxPlace(): number {
    const places = this.received.map(({ event, payload }) => {
      if (event === 'sync') return payload.inbox;
      return event === 'newNotification' || event === 'notificationChanged' ? payload.seq : 0;
    });
    return Math.max(0, ...places);
  }

  /** Resolves with the first payload of this name, from now or before. */
  one<E extends ServerEvent>(event: E, withinMs?: number): Promise<ServerEvents[E]> {
    return eventually(`${event} (got: ${this.describe()})`, () => this.all(event)[0], withinMs);
  }

  async synced(): Promise<this> {
    await eventually(`sync (refused: ${this.refusal?.message})`, () => {
      if (this.refusal) throw this.refusal;
      return this.all('sync').length > 0;
    });
    return this;
  }

  async refused(): Promise<ConnectErrorData | undefined> {
    return (await eventually('connect_error', () => this.refusal)).data;
  }

  /** Resolves with the reason that the client is given when the connection ends. */
  end(withinMs?: number): Promise<string> {
    return eventually('the end of the connection', () => this.ended, withinMs);
  }

  ask<E extends ClientEvent>(event: E, payload: ClientEvents[E]['payload']): Promise<Ack<ClientEvents[E]['data']>> {
    return this.askAnything(event, payload) as Promise<Ack<ClientEvents[E]['data']>>;
  }

  /** Emits what no typed client would. */
  askAnything(event: string, ...args: unknown[]): Promise<Ack<unknown>> {
    const untyped = this.socket as unknown as Socket;
    return untyped.timeout(ACK_MS).emitWithAck(event, ...args) as Promise<Ack<unknown>>;
  }

  close(): void {
    this.socket.disconnect();
  }

  private describe(): string {
    return this.received.map(({ event }) => event).join(', ');
  }
}
