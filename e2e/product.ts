import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder } from '../scripts/data-folder.mjs';
import { startNode, untilReady } from '../scripts/eventide-node.mjs';
import { provideMongo } from '../scripts/mongod.mjs';
import { freePort } from '../scripts/ports.mjs';
import { stopGroup } from '../scripts/process-group.mjs';
import { provideRedis } from '../scripts/redis.mjs';
import { Service } from './service.js';

const HOST = '127.0.0.1';

/** One gateway process. Its address stays when it is stopped and started again. */
export class GatewayNode {
  private process: ReturnType<typeof startNode> | null = null;

  constructor(
    private readonly folder: DataFolder,
    readonly port: number,
    private readonly env: Record<string, string>,
  ) {}

  get url(): string {
    return `http://${HOST}:${this.port}`;
  }

  /** Resolves when it is ready to serve. */
  async start(): Promise<void> {
    this.process = startNode(this.folder, `node-${this.port}`, { host: HOST, port: this.port }, this.env);
    await untilReady(this.process);
  }

  /** Ends it as a power cut would: no farewell to anybody. */
  async kill(): Promise<void> {
    const { process } = this;
    if (process) await stopGroup(process, 0);
  }
}

/** The process that does the background work. */
export class Worker {
  private process: ReturnType<typeof startNode> | null = null;

  constructor(
    private readonly folder: DataFolder,
    private readonly env: Record<string, string>,
  ) {}

  start(): void {
    this.process = startNode(this.folder, 'worker', { host: HOST, port: 0 }, { ...this.env, EVENTIDE_ROLE: 'worker' });
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    const { process } = this;
    if (process) await stopGroup(process, 0);
  }
}

/** The whole product as `npm run cluster` runs it: two gateways, one worker, a database and a data folder of its own. */
export interface Product {
  readonly nodes: readonly [GatewayNode, GatewayNode];
  readonly worker: Worker;
  /** Sends through the first node. */
  readonly service: Service;
  /** All mails that were sent so far, as they went out. */
  mails(): string[];
  stop(): Promise<void>;
}

/**
 * Starts the built product on free ports, with the servers of `TEST_MONGODB_URI` and `TEST_REDIS_URL` or with
 * servers of its own.
 * @param origins addresses other than the nodes' own from which the application is opened
 */
export async function startProduct(origins: readonly string[] = []): Promise<Product> {
  const path = mkdtempSync(join(tmpdir(), 'eventide-e2e-'));
  const folder = await DataFolder.take(path);
  try {
    const ports = [await freePort(), await freePort()] as const;
    const env = await environment(folder, [...ports.map((port) => `http://${HOST}:${port}`), ...origins]);
    const gateway = (port: number) => new GatewayNode(folder, port, { ...env, EVENTIDE_ROLE: 'gateway' });
    const nodes = [gateway(ports[0]), gateway(ports[1])] as const;
    // The first one alone makes the indexes, the secret and the demo accounts.
    await nodes[0].start();
    await nodes[1].start();
    const worker = new Worker(folder, env);
    worker.start();
    const apiKey = readFileSync(folder.file('demo-api-key'), 'utf8').trim();
    const service = new Service(nodes[0].url, apiKey);
    return { nodes, worker, service, mails: () => mailsIn(folder.file('mail')), stop: () => close(folder) };
  } catch (error) {
    await close(folder);
    throw error;
  }
}

async function environment(folder: DataFolder, origins: string[]): Promise<Record<string, string>> {
  const mongo = await provideMongo(folder, process.env['TEST_MONGODB_URI'] ?? null);
  const redis = await provideRedis(folder, process.env['TEST_REDIS_URL'] ?? null);
  return {
    NODE_ENV: 'development',
    DEMO: 'true',
    LOG_LEVEL: 'warn',
    MONGODB_URI: mongo.uri,
    MONGODB_DB: `e2e-${process.pid}-${Date.now()}`,
    REDIS_URL: redis.url,
    ALLOWED_ORIGINS: origins.join(','),
  };
}

function mailsIn(path: string): string[] {
  const names = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.eml')) : [];
  return names.map((name) => readFileSync(join(path, name), 'utf8'));
}

async function close(folder: DataFolder): Promise<void> {
  await folder.close();
  rmSync(folder.path, { recursive: true, force: true });
}
