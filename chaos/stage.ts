import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { MongoClient } from 'mongodb';
import { DataFolder } from '../scripts/data-folder.mjs';
import type { Route } from './device.js';
import { callersOf } from './evidence.js';
import { History } from './history.js';
import { MongoServer } from './mongo-server.js';
import { ProductNode } from './product-node.js';
import { Proxy } from './proxy.js';
import type { Random } from './random.js';
import { RedisServer } from './redis-server.js';

const HOST = '127.0.0.1';
const GATEWAYS = 3;
const TOKEN_S = 3_600;

/** What a fault or a control needs other than usual. */
export interface StageNeeds {
  /** Members of the replica set; with three, each has one proxy for all processes and the other members. */
  members?: 1 | 3;
  /** Parameters of mongod, each as `name=value`. */
  mongod?: readonly string[];
  /** Settings for all processes of the product. */
  env?: Record<string, string>;
  /** Modules that each process of the product loads first. */
  preload?: readonly string[];
  /** Another program than the product's, for all its processes. */
  main?: string;
  /** Folders of the run that are small disks of their own, with their size in MB; needs root. */
  disks?: Readonly<Record<string, number>>;
}

/** The links of one process to the servers. */
interface ServerLinks {
  redis: Proxy;
  mongo: Proxy;
}

/** The links of one gateway: devices and services come to it by different ways. */
interface Links extends ServerLinks {
  devices: Proxy;
  callers: Proxy;
}

/** Three gateways and a worker of the product, Redis and MongoDB, with a proxy of ours on every link. */
export class Stage {
  readonly history = new History();
  readonly nodes: ProductNode[] = [];
  readonly links: Links[] = [];
  readonly random: Random;
  readonly folder: DataFolder;
  readonly redis: RedisServer;
  readonly needs: StageNeeds;
  mongo!: MongoServer;
  worker!: ProductNode;
  /** The database, past the proxies of the processes. */
  client!: MongoClient;
  readonly #proxies: Proxy[] = [];
  readonly #secret = randomBytes(32).toString('hex');

  /** However the suite ends, it leaves nothing behind. */
  readonly #abandon = (): void => {
    this.folder.kill();
    this.#clear();
  };

  private constructor(folder: DataFolder, random: Random, needs: StageNeeds) {
    this.folder = folder;
    this.random = random;
    this.needs = needs;
    this.redis = new RedisServer(folder, this.history);
  }

  static async start(random: Random, needs: StageNeeds): Promise<Stage> {
    const folder = await DataFolder.take(mkdtempSync(join(tmpdir(), 'eventide-chaos-')));
    const stage = new Stage(folder, random, needs);
    process.once('exit', stage.#abandon);
    try {
      await stage.#start();
      return stage;
    } catch (error) {
      await stage.stop();
      throw error;
    }
  }

  node(index: number): ProductNode {
    return entry(this.nodes, index);
  }

  link(index: number): Links {
    return entry(this.links, index);
  }

  /** An access token as a host application mints it. */
  token(userId: string, { roles = ['user'], ttlS = TOKEN_S }: { roles?: string[]; ttlS?: number } = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ sub: userId, roles, iss: 'eventide', aud: 'eventide', iat: now, exp: now + ttlS })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(this.#secret));
  }

  adminToken(): Promise<string> {
    return this.token('admin', { roles: ['admin'] });
  }

  /** All processes of the product. */
  get processes(): readonly ProductNode[] {
    return [...this.nodes, this.worker];
  }

  /** Where services find the gateways. */
  get callerRoutes(): readonly Route[] {
    return this.nodes.map(({ name }, index) => ({ node: name, url: `http://${HOST}:${this.link(index).callers.port}` }));
  }

  /** Where devices find the gateways. */
  get deviceRoutes(): readonly Route[] {
    return this.nodes.map(({ name }, index) => ({ node: name, url: `http://${HOST}:${this.link(index).devices.port}` }));
  }

  /** A fault of the network between services and a node: what they ask meanwhile may stay without an answer. */
  cutCallers(index: number): void {
    this.link(index).callers.blackhole();
    this.history.add(callersOf(this.node(index).name), { kind: 'down' });
  }

  healCallers(index: number): void {
    this.link(index).callers.heal();
    this.history.add(callersOf(this.node(index).name), { kind: 'up' });
  }

  /** Ends everything and removes the run's files. */
  async stop(): Promise<void> {
    for (const node of this.processes) node?.signal('SIGKILL');
    await this.client?.close();
    this.folder.kill();
    await Promise.all([...this.#proxies.map((proxy) => proxy.close()), this.mongo?.close()]);
    process.off('exit', this.#abandon);
    this.#clear();
  }

  async #start(): Promise<void> {
    for (const [name, mb] of Object.entries(this.needs.disks ?? {})) this.#mount(name, mb);
    const { members = 1, mongod: parameters = [] } = this.needs;
    const [mongo] = await Promise.all([MongoServer.start(this.folder, this.history, { count: members, parameters }), this.redis.start()]);
    this.mongo = mongo;
    this.client = await MongoClient.connect(mongo.uri, { serverSelectionTimeoutMS: 60_000 });
    for (let index = 0; index < GATEWAYS; index += 1) await this.#addGateway(index);
    const links = await this.#linkServers();
    this.worker = await this.#create('worker', 'worker', links);
    const [first, ...others] = this.nodes;
    await first?.start();
    await Promise.all([...others, this.worker].map((node) => node.start()));
  }

  #mount(name: string, mb: number): void {
    const path = this.folder.file(name);
    mkdirSync(path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m`, 'chaos', path]);
  }

  /** Removes what the run has written, and nothing else. */
  #clear(): void {
    for (const name of Object.keys(this.needs.disks ?? {})) execFileSync('umount', ['--lazy', this.folder.file(name)]);
    rmSync(this.folder.path, { recursive: true, force: true, maxRetries: 5 });
  }

  async #addGateway(index: number): Promise<void> {
    const links = await this.#linkServers();
    const node = await this.#create(`node-${index}`, 'gateway', links);
    this.nodes.push(node);
    const [devices, callers] = [await Proxy.to(node.port), await Proxy.to(node.port)];
    this.#proxies.push(devices, callers);
    this.links.push({ ...links, devices, callers });
  }

  async #linkServers(): Promise<ServerLinks> {
    const links = { redis: await Proxy.to(this.redis.port), mongo: await Proxy.to(this.mongo.first.port) };
    this.#proxies.push(links.redis, links.mongo);
    return links;
  }

  #create(name: string, role: 'gateway' | 'worker', links: ServerLinks): Promise<ProductNode> {
    const { folder, history } = this;
    const servers = { redis: links.redis.port, mongo: new Set(this.needs.members === 3 ? this.mongo.ports : [links.mongo.port]) };
    return ProductNode.create({ name, folder, history, servers, env: this.#env(role, links), main: this.needs.main });
  }

  #env(role: 'gateway' | 'worker', { redis, mongo }: ServerLinks): Record<string, string> {
    const throughProxy = `mongodb://${HOST}:${mongo.port}/?directConnection=true`;
    return {
      NODE_ENV: 'test',
      LOG_LEVEL: 'warn',
      DEMO: 'false',
      EVENTIDE_ROLE: role,
      JWT_SECRET: this.#secret,
      MONGODB_DB: this.mongo.name,
      MONGODB_URI: this.needs.members === 3 ? this.mongo.uri : throughProxy,
      REDIS_URL: `redis://${HOST}:${redis.port}`,
      ...(this.needs.preload && { NODE_OPTIONS: this.needs.preload.map((path) => `--import=${path}`).join(' ') }),
      ...this.needs.env,
    };
  }
}

function entry<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`There is no number ${index}`);
  return value;
}
