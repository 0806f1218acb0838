import { createServer } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';

/**
 * Whoever opens a connection must say what it wants, soon. Bodies have deadlines of their own, by route; this is the
 * longest. Sockets, once upgraded, have rules of their own.
 */
const TIMES = { headersTimeout: 6_000, requestTimeout: 660_000, connectionsCheckingInterval: 1_000 };

/** Express on a server that does not wait for slow senders; Nest's own takes no such options. */
export class HttpServerAdapter extends ExpressAdapter {
  private closing: Promise<void> | undefined;

  override initHttpServer(): void {
    this.httpServer = createServer(TIMES, this.getInstance());
  }

  /** Accepts nothing from the first call on; resolves when the requests in progress are answered. */
  override close(): Promise<void> {
    this.closing ??= new Promise((resolve) => this.httpServer.close(() => resolve()));
    return this.closing;
  }
}
