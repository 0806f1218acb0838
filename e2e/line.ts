import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const UPGRADE = /^upgrade: websocket\r$/im;
const REFUSAL = 'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * A network between a browser and one node that a test can cut, WebSockets included: what was open breaks and
 * nothing new gets through until it is mended.
 */
export class Line {
  private readonly sockets = new Set<Socket>();
  private targetPort = 0;
  private whole = true;
  private upgrades = true;

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.carry(socket));
  }

  static async open(): Promise<Line> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Line(server);
  }

  /** The address under which a browser reaches the node. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  leadTo(port: number): void {
    this.targetPort = port;
  }

  cut(): void {
    this.whole = false;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  mend(): void {
    this.whole = true;
  }

  /** Lets no WebSocket through from now on, as some proxies do. */
  refuseUpgrades(): void {
    this.upgrades = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private carry(near: Socket): void {
    if (!this.whole) {
      near.resetAndDestroy();
      return;
    }
    // A browser that has something to ask speaks first, and asks for an upgrade on a connection of its own.
    near.once('error', () => near.destroy());
    near.once('data', (first) => {
      if (!this.upgrades && UPGRADE.test(first.toString('latin1'))) near.end(REFUSAL);
      else this.passOn(near, first);
    });
  }

  private passOn(near: Socket, first: Buffer): void {
    near.pause();
    const far = connect(this.targetPort, '127.0.0.1');
    far.write(first);
    this.join(near, far);
    this.join(far, near);
  }

  /** What one end sends, the other gets; when one ends, so does the other. */
  private join(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.pipe(to);
    // A broken connection is what this is for; 'close' follows.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.sockets.delete(from);
      to.destroy();
    });
  }
}
