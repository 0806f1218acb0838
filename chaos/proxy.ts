import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const HOST = '127.0.0.1';
/** The shortest time after which Linux sends a lost packet again. */
const RETRANSMIT_MS = 200;
/** What one direction may hold before it stops reading, as a router would. */
const MOST_HELD_BYTES = 64 * 1024;

/** What a link does with connections: passes them on, lets bytes vanish, or turns them away. */
type Mode = 'pass' | 'blackhole' | 'refuse';

/** A link between two parts that can be made slow, cut, silent, and mended. */
export class Proxy {
  /** One way; milliseconds. */
  latencyMs = 0;
  /** Each way of each connection. */
  bytesPerSecond = Infinity;
  /** Holds what comes back and lets it go all at once, every so many milliseconds, as some proxies do. */
  buffersMs = 0;
  /** Says of each part whether the network loses it at first. TCP repeats it, and what follows waits. */
  repeated: () => boolean = () => false;
  #mode: Mode = 'pass';
  readonly #pairs = new Set<Pair>();

  readonly #server: Server;
  /** The port that it leads to. */
  readonly target: number;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.target = target;
    server.on('connection', (socket) => this.#join(socket));
  }

  static async to(target: number): Promise<Proxy> {
    const server = createServer();
    server.listen(0, HOST);
    await once(server, 'listening');
    return new Proxy(server, target);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection at once; new ones are taken. */
  reset(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  /** As if the other side's process were gone. */
  refuse(): void {
    this.#mode = 'refuse';
    this.reset();
  }

  /** Nothing comes through any more and nobody is told. */
  blackhole(): void {
    this.#mode = 'blackhole';
  }

  /** Takes every fault back. What a blackhole has swallowed is gone, so such connections are reset. */
  heal(): void {
    const lossy = this.#mode === 'blackhole';
    this.#mode = 'pass';
    this.latencyMs = 0;
    this.buffersMs = 0;
    this.bytesPerSecond = Infinity;
    this.repeated = () => false;
    if (lossy) this.reset();
  }

  async close(): Promise<void> {
    this.#server.close();
    this.reset();
    if (this.#server.listening) await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    if (this.#mode === 'refuse') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.target, HOST);
    const pair = { near, far };
    this.#pairs.add(pair);
    near.setNoDelay(true);
    far.setNoDelay(true);
    this.#pass(near, far, pair, () => 0);
    this.#pass(far, near, pair, () => (this.buffersMs === 0 ? 0 : this.buffersMs - (performance.now() % this.buffersMs)));
  }

  #pass(from: Socket, to: Socket, pair: Pair, heldMs: () => number): void {
    const lane = new Lane(from, to);
    from.on('data', (chunk) => {
      if (this.#mode === 'blackhole') return;
      lane.carry(chunk, this.latencyMs + heldMs(), this.bytesPerSecond, this.repeated() ? RETRANSMIT_MS : 0);
    });
    // The end or failure of one half is the end of the link.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      lane.close();
      this.#pairs.delete(pair);
    });
  }
}

interface Pair {
  near: Socket;
  far: Socket;
}

/** One direction of one connection. */
class Lane {
  #freeAt = 0;
  #held = 0;
  /** Timers may be early or late by a millisecond; order comes from here. */
  readonly #waiting: Buffer[] = [];
  #ends = false;
  readonly #from: Socket;
  readonly #to: Socket;

  constructor(from: Socket, to: Socket) {
    this.#from = from;
    this.#to = to;
    to.on('drain', () => from.resume());
  }

  carry(chunk: Buffer, latencyMs: number, bytesPerSecond: number, stallMs: number): void {
    const now = performance.now();
    if (this.#held === 0 && latencyMs === 0 && bytesPerSecond === Infinity) return this.#write(chunk);
    this.#freeAt = Math.max(now, this.#freeAt) + (chunk.length / bytesPerSecond) * 1_000 + stallMs;
    this.#held += chunk.length;
    if (this.#held > MOST_HELD_BYTES) this.#from.pause();
    this.#waiting.push(chunk);
    setTimeout(() => this.#deliver(), this.#freeAt - now + latencyMs);
  }

  /** What is on its way still arrives. */
  close(): void {
    this.#ends = true;
    if (this.#held === 0) this.#to.destroy();
  }

  #deliver(): void {
    const chunk = this.#waiting.shift();
    if (!chunk) return;
    this.#held -= chunk.length;
    this.#write(chunk);
    if (this.#held <= MOST_HELD_BYTES) this.#from.resume();
    if (this.#ends && this.#held === 0) this.#to.destroy();
  }

  #write(chunk: Buffer): void {
    if (this.#to.writable && !this.#to.write(chunk)) this.#from.pause();
  }
}
