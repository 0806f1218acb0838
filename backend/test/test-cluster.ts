import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, type JWTPayload } from 'jose';
import { MongoClient, type Db } from 'mongodb';
import { eventually } from './eventually.js';
import { TcpProxy } from './tcp-proxy.js';
import { TestApi } from './test-api.js';
import { TestDevice, type DeviceOptions } from './test-device.js';
import { TestNode } from './test-node.js';
import { TestStream } from './test-stream.js';

export const ORIGIN = 'http://app.test';
const REDIS_PORT = 6_379;

export interface ClusterOptions {
  /** How many nodes; two unless said. */
  nodes?: number;
  /** Roles of the nodes, in order; all are `all` unless said. */
  roles?: readonly ('all' | 'gateway' | 'worker')[];
  /** Settings for all nodes beside the cluster's own. */
  env?: Record<string, string>;
  /** `direct` unless said; `proxied`: by way of {@link TestCluster.redis}, to be cut; `none`: nodes that don't know each other. */
  redis?: 'direct' | 'proxied' | 'none';
  /** Start nodes with a small heap, as `npm start` does, so that what they hold shows in what they take. */
  smallHeap?: boolean;
  /** Hears each line of every node's log, from the first on. */
  onLine?: (line: string) => void;
}

export interface TokenClaims extends JWTPayload {
  roles?: string[];
  /** Seconds; negative: expired since. */
  ttl?: number;
}

export interface StreamOptions extends TokenClaims {
  node?: number;
  path?: string;
  headers?: Record<string, string>;
  paused?: boolean;
}

/**
 * Real nodes of the built product as child processes, on free ports, with a database and a data folder of their own and
 * the servers of `TEST_MONGODB_URI` and `TEST_REDIS_URL`. Start one per file, and stop it.
 */
export class TestCluster {
  readonly #devices: (TestDevice | TestStream)[] = [];

  private constructor(
    readonly nodes: readonly TestNode[],
    private readonly secret: string,
    private readonly dataDir: string,
    private readonly mongo: MongoClient,
    /** The cluster's database, to look and to tamper. */
    readonly db: Db,
    private readonly proxy: TcpProxy | undefined,
  ) {}

  static async start({ nodes = 2, roles, env = {}, redis = 'direct', smallHeap = false, onLine }: ClusterOptions = {}): Promise<TestCluster> {
    const mongoUri = required('TEST_MONGODB_URI');
    const secret = randomBytes(32).toString('hex');
    const name = `test-${randomUUID()}`;
    const dataDir = mkdtempSync(join(tmpdir(), 'eventide-test-'));
    const redisUrl = new URL(redis === 'none' ? 'redis://none' : required('TEST_REDIS_URL'));
    const proxy = redis === 'proxied' ? await TcpProxy.to(redisUrl, REDIS_PORT) : undefined;
    if (proxy) redisUrl.host = `127.0.0.1:${proxy.port}`;
    const settings = {
      NODE_ENV: 'test',
      LOG_LEVEL: 'info',
      DATA_DIR: dataDir,
      MONGODB_URI: mongoUri,
      MONGODB_DB: name,
      JWT_SECRET: secret,
      ALLOWED_ORIGINS: ORIGIN,
      DEMO: 'true',
      ...(redis !== 'none' && { REDIS_URL: redisUrl.href }),
      ...env,
    };
    const mongo = await MongoClient.connect(mongoUri);
    const parts = roles ?? Array.from({ length: nodes }, () => 'all');
    const members = parts.map((role) => new TestNode({ ...settings, EVENTIDE_ROLE: role }, smallHeap ? ['--optimize-for-size'] : []));
    if (onLine) for (const node of members) node.onLine = onLine;
    const cluster = new TestCluster(members, secret, dataDir, mongo, mongo.db(name), proxy);
    try {
      for (const node of members) await node.start();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** The link to Redis; only of a cluster whose Redis is `proxied`. */
  get redis(): TcpProxy {
    if (!this.proxy) throw new Error('Start the cluster with redis: proxied');
    return this.proxy;
  }

  node(index: number): TestNode {
    const node = this.nodes[index];
    if (!node) throw new Error(`There is no node ${index}`);
    return node;
  }

  /** An access token as a host application mints it. */
  token(userId: string, { ttl = 900, roles = ['user'], ...claims }: TokenClaims = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ sub: userId, roles, iss: 'eventide', aud: 'eventide', iat: now, exp: now + ttl, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(this.secret));
  }

  /** The API as one person, or as nobody. */
  async as(userId: string | null, { node = 0, ...claims }: TokenClaims & { node?: number } = {}): Promise<TestApi> {
    return new TestApi(this.node(node).url, userId === null ? undefined : await this.token(userId, claims));
  }

  /** The API under an API key. */
  under(key: string, node = 0): TestApi {
    return new TestApi(this.node(node).url, key);
  }

  admin(node = 0): Promise<TestApi> {
    return this.as('admin', { node, roles: ['admin'] });
  }

  /** Begins to connect; nothing is awaited. */
  connect(node: number, options: DeviceOptions): TestDevice {
    const device = new TestDevice(this.node(node).url, options);
    this.#devices.push(device);
    return device;
  }

  /** A device of a person that is connected and has its first page. */
  async device(userId: string, node = 0, auth: DeviceOptions['auth'] = {}): Promise<TestDevice> {
    return this.connect(node, { auth: { token: await this.token(userId), ...auth } }).synced();
  }

  /** A stream under somebody's token; nothing is awaited. */
  async stream(userId: string, { node = 0, path = '/api/stream', headers = {}, paused = false, ...claims }: StreamOptions = {}): Promise<TestStream> {
    const authorization = `Bearer ${await this.token(userId, claims)}`;
    return this.follow(path, { authorization, ...headers }, node, paused);
  }

  /** A stream by its address and headers alone; nothing is awaited. */
  follow(path: string, headers: Record<string, string> = {}, node = 0, paused = false): TestStream {
    const stream = new TestStream(`${this.node(node).url}${path}`, headers, paused);
    this.#devices.push(stream);
    return stream;
  }

  /**
   * Sends one more notification and waits until every device has its place: what was sent before and has not come by
   * then does not come.
   */
  async barrier(userId: string, devices: readonly { inboxPlace: number }[], withinMs?: number): Promise<void> {
    const { seq } = await (await this.admin()).notify(userId, { type: 'test.barrier' });
    for (const device of devices) {
      await eventually(`the barrier ${seq} of ${userId}`, () => device.inboxPlace >= seq, withinMs);
    }
  }

  async stop(): Promise<void> {
    for (const device of this.#devices) device.close();
    await Promise.all(this.nodes.map((node) => node.stop()));
    await this.proxy?.close();
    await this.db.dropDatabase();
    await this.mongo.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: run these by npm test`);
  return value;
}
