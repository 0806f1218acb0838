import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient, MongoNetworkError, MongoServerSelectionError, type Db } from 'mongodb';
import type { DataFolder } from '../scripts/data-folder.mjs';
import { SERVER_PARAMETERS } from '../scripts/mongod.mjs';
import { findMongod } from '../scripts/mongod-binary.mjs';
import { freePort } from '../scripts/ports.mjs';
import { signalGroup, type ProcessGroup } from '../scripts/process-group.mjs';
import type { History } from './history.js';
import { Proxy } from './proxy.js';

const HOST = '127.0.0.1';
const SET = 'chaos';
const DATABASE = 'chaos';
const START_MS = 60_000;
const PROBE_MS = 1_000;
/** A set of three elects another primary after this time without a heart-beat. */
const ELECTION_MS = 2_000;

/** One mongod, to be killed, frozen and started again on the same files. */
export class Mongod {
  readonly port: number;
  readonly files: string;
  /** The way by which the product, and the other members, reach it in a set of three. */
  readonly proxy: Proxy;
  readonly #folder: DataFolder;
  readonly #parameters: readonly string[];
  #process: ProcessGroup | null = null;

  private constructor(folder: DataFolder, proxy: Proxy, files: string, parameters: readonly string[]) {
    this.#folder = folder;
    this.#parameters = parameters;
    this.port = proxy.target;
    this.files = files;
    this.proxy = proxy;
  }

  /** @param parameters of the server, each as `name=value` */
  static async in(folder: DataFolder, name: string, parameters: readonly string[]): Promise<Mongod> {
    const files = folder.file(name);
    mkdirSync(files, { recursive: true });
    return new Mongod(folder, await Proxy.to(await freePort()), files, parameters);
  }

  /** Resolves when it answers; a member of a set may not be primary yet. */
  async start(): Promise<void> {
    const args = [
      ['--dbpath', this.files, '--logpath', `${this.files}.log`, '--logappend', '--quiet'],
      ['--bind_ip', HOST, '--port', String(this.port), '--replSet', SET],
      ['--wiredTigerCacheSizeGB', '0.25', '--setParameter', 'diagnosticDataCollectionEnabled=false'],
      SERVER_PARAMETERS,
      this.#parameters.flatMap((parameter) => ['--setParameter', parameter]),
    ].flat();
    this.#process = this.#folder.start('mongod', findMongod().path, args, { stdio: 'ignore' });
    await this.ask((db) => db.command({ ping: 1 }));
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#process) signalGroup(this.#process, signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.#process?.ended;
  }

  /** False also while it is dead or frozen. */
  async isPrimary(): Promise<boolean> {
    try {
      return await this.ask(async (db) => (await db.command({ hello: 1 }))['isWritablePrimary'] === true, PROBE_MS);
    } catch (error) {
      if (error instanceof MongoServerSelectionError || error instanceof MongoNetworkError) return false;
      throw error;
    }
  }

  /** Asks this member itself, whatever its role. */
  async ask<T>(question: (admin: Db) => Promise<T>, withinMs = START_MS): Promise<T> {
    const times = { serverSelectionTimeoutMS: withinMs, connectTimeoutMS: withinMs, socketTimeoutMS: withinMs };
    const client = new MongoClient(`mongodb://${HOST}:${this.port}/?directConnection=true`, times);
    try {
      return await question(client.db('admin'));
    } finally {
      await client.close();
    }
  }
}

interface MongoNeeds {
  count: 1 | 3;
  parameters: readonly string[];
}

/** The database of a run: a replica set of one member or of three. */
export class MongoServer {
  readonly members: readonly Mongod[];
  readonly name = DATABASE;
  readonly #history: History;

  private constructor(members: readonly Mongod[], history: History) {
    this.members = members;
    this.#history = history;
  }

  static async start(folder: DataFolder, history: History, { count, parameters }: MongoNeeds): Promise<MongoServer> {
    const names = Array.from({ length: count }, (_, index) => `mongo-${index}`);
    const server = new MongoServer(await Promise.all(names.map((name) => Mongod.in(folder, name, parameters))), history);
    await Promise.all(server.members.map((member) => member.start()));
    await server.#initiate();
    return server;
  }

  get first(): Mongod {
    const [first] = this.members;
    if (!first) throw new Error('A set has a member');
    return first;
  }

  /** The whole set, through the members' proxies: a set is reached by the names that it has given itself. */
  get uri(): string {
    return `mongodb://${this.members.map((member) => this.#hostOf(member)).join(',')}/?replicaSet=${SET}`;
  }

  /** The ports by which the product is connected to it, when it goes by {@link uri}. */
  get ports(): readonly number[] {
    return this.members.map(({ proxy }) => proxy.port);
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map(({ proxy }) => proxy.close()));
  }

  async primary(): Promise<Mongod> {
    for (;;) {
      for (const member of this.members) if (await member.isPrimary()) return member;
      await delay(50);
    }
  }

  /** Kills the only member, and starts it again; resolves when it takes writes. */
  async restart(): Promise<void> {
    this.down();
    await this.first.kill();
    await this.first.start();
    await this.primary();
    this.up();
  }

  /** Writes down when the database as a whole is away. */
  down(): void {
    this.#history.add('mongod', { kind: 'down' });
  }

  up(): void {
    this.#history.add('mongod', { kind: 'up' });
  }

  async #initiate(): Promise<void> {
    const members = this.members.map((member, _id) => ({ _id, host: this.#hostOf(member), priority: _id === 0 ? 2 : 1 }));
    const settings = { electionTimeoutMillis: ELECTION_MS, heartbeatIntervalMillis: 500 };
    await this.first.ask((db) => db.command({ replSetInitiate: { _id: SET, members, settings } }));
    await this.primary();
  }

  /** A set of one member is asked directly, and needs no way that can be cut. */
  #hostOf({ port, proxy }: Mongod): string {
    return `${HOST}:${this.members.length === 1 ? port : proxy.port}`;
  }
}
