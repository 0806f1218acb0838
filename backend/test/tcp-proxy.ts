import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A link to a server that tests can cut, freeze and mend. */
export class TcpProxy {
  readonly #pairs = new Set<[Socket, Socket]>();
  #cut = false;
  #frozen = false;
  #cue: string | undefined;
  #mute = false;

  private constructor(
    private readonly server: Server,
    private readonly target: { host: string; port: number },
  ) {
    server.on('connection', (client) => this.#join(client));
  }

  static async to(target: URL, defaultPort: number): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, { host: target.hostname, port: Number(target.port || defaultPort) });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Resets every connection and refuses new ones, as if the server had died. */
  cut(): void {
    this.#cut = true;
    for (const [client, target] of this.#pairs) {
      client.resetAndDestroy();
      target.destroy();
    }
  }

  /** Keeps connections open, accepts new ones and passes nothing on, as if the server had stopped. */
  freeze(): void {
    this.#frozen = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  /** Passes on the next request that holds these words, and from then on nothing that the server says. */
  muteAfter(words: string): void {
    this.#cue = words;
  }

  /** True while the server is kept from answering. */
  get muted(): boolean {
    return this.#mute;
  }

  mend(): void {
    this.#cut = false;
    this.#frozen = false;
    // What was swallowed is gone: such connections can't go on.
    if (this.#mute) for (const [client] of this.#pairs) client.resetAndDestroy();
    this.#mute = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  #join(client: Socket): void {
    if (this.#cut) {
      client.resetAndDestroy();
      return;
    }
    const target = connect(this.target);
    const pair: [Socket, Socket] = [client, target];
    this.#pairs.add(pair);
    client.on('data', (chunk: Buffer) => {
      target.write(chunk);
      if (this.#cue === undefined || !chunk.includes(this.#cue)) return;
      this.#cue = undefined;
      this.#mute = true;
    });
    target.on('data', (chunk: Buffer) => {
      if (!this.#mute) client.write(chunk);
    });
    for (const [from, to] of [[client, target], [target, client]] as const) {
      // An end or a failure of one half is the end of the link.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
      if (this.#frozen) from.pause();
    }
  }
}
