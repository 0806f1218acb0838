import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CLIENT_EVENTS, ERRORS, LIMITS, UPDATE_OPS, type ClientEvent } from '@eventide/contracts';
import { nearlyValid, strangeValue, type JsonSchema } from './hostile-values.js';
import { Random } from './random.js';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';

const HTTP_MS = 10_000;
const SOCKET_MS = 7_000;
const AT_ONCE = 8;
const STACK = /node_modules|\n\s+at |\.[jt]s:\d/;

interface Operation {
  parameters?: { name: string; in: string; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}

interface Route {
  method: string;
  path: string;
  operation: Operation;
}

/** What each event asks for, as a schema; complete by type. */
const EVENTS: Record<ClientEvent, JsonSchema> = {
  sync: { type: 'object', properties: { epoch: { type: 'string' }, inbox: { type: 'integer' }, all: { type: 'integer' } } },
  update: {
    type: 'object',
    required: ['commandId', 'op', 'ids'],
    properties: {
      commandId: { type: 'string' },
      op: { enum: UPDATE_OPS },
      ids: { type: 'array', items: { type: 'string' } },
      upTo: { type: 'integer' },
      epoch: { type: 'string' },
      announcementsUpTo: { type: 'integer' },
    },
  },
  ack: { type: 'object', required: ['inbox', 'all'], properties: { inbox: { type: 'integer' }, all: { type: 'integer' } } },
  refreshToken: { type: 'object', required: ['token'], properties: { token: { type: 'string' } } },
  messageToServer: { type: 'string' },
};

describe('random and nearly valid input', () => {
  const { seed } = Random.fromEnvironment();
  let random: Random;
  let cluster: TestCluster;
  let bystander: TestDevice;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none', env: { MAX_EVENTS_PER_MINUTE: '1000000' } });
    bystander = await cluster.device('bystander');
  });
  // How many choices a test makes depends on time: each begins anew, so that its seed repeats it alone.
  beforeEach(() => {
    random = new Random(seed);
  });
  afterAll(() => cluster.stop());

  /** Runs `attempt` over and over, several at once, and says by which seed to repeat a failure. */
  async function repeatedly(forMs: number, attempt: () => Promise<void>): Promise<void> {
    const end = Date.now() + forMs;
    const lane = async () => {
      while (Date.now() < end) await attempt();
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
    } catch (error) {
      throw new Error(`To repeat: TEST_SEED=${seed}`, { cause: error });
    }
  }

  async function routes(): Promise<Route[]> {
    const nobody = await cluster.as(null);
    const { paths } = await nobody.expect<{ paths: Record<string, Record<string, Operation>> }>('GET', '/api/docs-json');
    return Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    );
  }

  function text(value: unknown): string {
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  function address({ path, operation }: Route): string {
    const filled = path.replace(/\{\w+\}/g, () => encodeURIComponent(text(random.chance(0.5) ? random.below(20) : strangeValue(random)).toWellFormed()));
    const query = new URLSearchParams();
    for (const { name, in: place, schema } of operation.parameters ?? []) {
      if (place === 'query' && random.chance(0.6)) query.set(name, text(nearlyValid(random, schema)).toWellFormed());
    }
    return `${filled}?${query.toString()}`;
  }

  function bodyOf({ operation }: Route): string | undefined {
    const schema = operation.requestBody?.content['application/json']?.schema;
    if (!schema) return random.chance(0.1) ? JSON.stringify(strangeValue(random)) : undefined;
    const body = JSON.stringify(nearlyValid(random, schema));
    return random.chance(0.03) ? body.slice(0, random.below(body.length)) : body;
  }

  /** Sends one request and judges its answer. @returns its status */
  async function ask(route: Route, token: string): Promise<number> {
    const body = route.method === 'GET' ? undefined : bodyOf(route);
    const target = address(route);
    const response = await fetch(`${cluster.node(0).url}${target}`, {
      method: route.method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(random.chance(0.3) && { 'idempotency-key': random.pick(['k', 'k2', 'x'.repeat(200)]) }),
      },
      body,
    });
    const { status } = response;
    const isStream = response.headers.get('content-type') === 'text/event-stream';
    if (isStream) await response.body?.cancel();
    const answer = isStream ? '' : await response.text();
    const where = { request: `${route.method} ${target} ${body?.slice(0, 500)}`, status, answer: answer.slice(0, 500) };
    if (status >= 500 && status !== 503) throw new Error(`A broken answer: ${JSON.stringify(where)}`);
    if (STACK.test(answer) && status >= 400) throw new Error(`A stack: ${JSON.stringify(where)}`);
    if (status < 400) return status;
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
    if (!isProblem || !((JSON.parse(answer) as { code: string }).code in ERRORS)) throw new Error(`No problem: ${JSON.stringify(where)}`);
    return status;
  }

  it('is answered on every route, by a result or by a problem', async () => {
    const all = await routes();
    const tokens = [await cluster.token('ann'), await cluster.token('admin', { roles: ['admin', 'user'] })];
    const statuses = new Map<number, number>();
    let turn = 0;
    await repeatedly(HTTP_MS, async () => {
      const route = all[turn++ % all.length];
      if (!route) throw new Error('The document names no routes');
      const status = await ask(route, random.pick(tokens));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    });
    expect(turn).toBeGreaterThan(5 * all.length);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 400, 404]));
  });

  it('is acknowledged for every event', async () => {
    const device = await cluster.device('ann');
    const outcomes = new Set<boolean>();
    await repeatedly(SOCKET_MS, async () => {
      const event = random.pick(CLIENT_EVENTS);
      const payload = nearlyValid(random, EVENTS[event]);
      const args = random.chance(0.9) ? [payload] : random.pick([[], [payload, strangeValue(random)]]);
      const written = JSON.stringify([event, ...args]);
      if (Buffer.byteLength(written) > LIMITS.frameBytes / 2) return;
      const answer = await device.askAnything(event, ...args);
      const judged = { sent: written.slice(0, 500), answer };
      if (typeof answer.ok !== 'boolean') throw new Error(`No ack: ${JSON.stringify(judged)}`);
      if (!answer.ok && (!(answer.error.code in ERRORS) || answer.error.code === 'internal' || STACK.test(answer.error.message))) {
        throw new Error(`A broken ack: ${JSON.stringify(judged)}`);
      }
      outcomes.add(answer.ok);
    });
    expect(outcomes).toEqual(new Set([true, false]));
    expect(device.ended).toBeUndefined();
  });

  it('has harmed nobody else', async () => {
    expect(cluster.node(0).running).toBe(true);
    expect(bystander.ended).toBeUndefined();
    await cluster.barrier('bystander', [bystander]);
  });
});
