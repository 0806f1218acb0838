import { WebSocketServer, type ServerOptions } from 'ws';

const CLOSE_MS = 3_000;

/** The part of `ws` below an Engine.IO transport that its types don't show. */
export interface WebSocketBelow {
  readonly bufferedAmount: number;
  on(event: 'error', listener: () => void): void;
  terminate(): void;
}

/** The WebSocket of an Engine.IO connection; undefined once it is gone. */
export function webSocketBelow(conn: { transport: object }): WebSocketBelow | undefined {
  return (conn.transport as { socket?: WebSocketBelow }).socket;
}

/**
 * Ends a link at its first error: a frame that is too large or compressed, too many pieces. `ws` by itself would wait up
 * to 30 s for the other side to close, and read whatever comes until then to throw it away.
 */
export function cutWhenBroken(conn: { transport: object }): void {
  const webSocket = webSocketBelow(conn);
  webSocket?.on('error', () => webSocket.terminate());
}

/** Waits less than the 30 s of `ws` for the other side to close a link that we have closed: who never answers is cut. */
export class BriskWebSocketServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    const brisk = { ...options, closeTimeout: CLOSE_MS };
    super(brisk);
  }
}
