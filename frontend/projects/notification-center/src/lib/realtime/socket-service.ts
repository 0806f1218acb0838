import { Injectable, InjectionToken, inject } from '@angular/core';
import {
  CONNECT_ERROR_CODES,
  NAMESPACE,
  type Ack,
  type ClientEvent,
  type ClientEvents,
  type ConnectErrorData,
  type HandshakeAuth,
} from '@eventide/contracts';
import { io, type Socket } from 'socket.io-client';
import type { Carried, CarriedEvents, CarriedStart } from './carried';
import { KeptConnection } from './kept-connection';
import { RequestError } from './request-error';

const CONNECT_TIMEOUT_MS = 10_000;
const ACK_TIMEOUT_MS = 10_000;

type Handshake = (give: (auth: HandshakeAuth) => void) => void;

/** Opens one connection that never reconnects by itself; replaced in specs. */
export const SOCKET_FACTORY = new InjectionToken<(url: string, auth: Handshake) => Socket>('SocketFactory', {
  factory: () => (url, auth) =>
    io(url, { transports: ['websocket'], reconnection: false, forceNew: true, timeout: CONNECT_TIMEOUT_MS, auth }),
});

/** The connection over Socket.IO, whose own reconnection is off. */
@Injectable({ providedIn: 'root' })
export class SocketService extends KeptConnection {
  private readonly openSocket = inject(SOCKET_FACTORY);

  protected open({ origin, token, cursor }: CarriedStart, events: CarriedEvents): Carried {
    const socket = this.openSocket(`${origin}${NAMESPACE}`, (give) => give({ token, ...cursor() }));
    socket.on('connect', () => events.opened());
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      events.ended(isRefusal(error.data) ? { kind: 'refused', refusal: error.data } : { kind: 'lost' });
    });
    socket.on('disconnect', () => events.ended({ kind: 'lost' }));
    socket.onAny((event: string, payload: unknown) => events.received(event, payload));
    return new SocketConnection(socket);
  }
}

class SocketConnection implements Carried {
  constructor(private readonly socket: Socket) {}

  async emit<E extends ClientEvent>(event: E, payload: ClientEvents[E]['payload']): Promise<ClientEvents[E]['data']> {
    if (!this.socket.connected) throw RequestError.unanswered();
    const sent = this.socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, payload) as Promise<
      Ack<ClientEvents[E]['data']>
    >;
    const answer = await sent.catch(() => {
      throw RequestError.unanswered();
    });
    if (!answer.ok) throw new RequestError(answer.error);
    return answer.data;
  }

  async renew(token: string): Promise<void> {
    await this.emit('refreshToken', { token });
  }

  close(): void {
    this.socket.disconnect();
  }
}

function isRefusal(data: unknown): data is ConnectErrorData {
  const code = (data as Partial<ConnectErrorData> | null | undefined)?.code;
  return code !== undefined && CONNECT_ERROR_CODES.includes(code);
}
