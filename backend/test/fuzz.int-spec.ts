import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLIENT_EVENTS, ERRORS, LIMITS } from '@eventide/contracts';
import { documentedRoutes, type DocumentedRoute } from './documented-routes.js';
import { EVENT_SCHEMAS } from './event-schemas.js';
import { nearlyValid, strangeValue } from './hostile-values.js';
import { Random } from './random.js';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';

const HTTP_MS = 10_000;
const SOCKET_MS = 7_000;
/** A slow machine goes on until it has tried enough; then it has this long. */
const MOST_MS = 180_000;
const AT_ONCE = 8;
const TURNS_PER_ROUTE = 5;
const STACK = /node_modules|\n\s+at |\.[jt]s:\d/;

describe('random and nearly valid input', () => {
  const { seed } = Random.fromEnvironment();
  let cluster: TestCluster;
  let bystander: TestDevice;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none', env: { MAX_EVENTS_PER_MINUTE: '1000000' } });
    bystander = await cluster.device('bystander');
  });
  afterAll(() => cluster.stop());

  /**
   * Runs `attempt` over and over, several at once, until the time is over and it has been `enough`. What a turn chooses
   * depends on the seed and the turn alone, not on what else happens meanwhile.
   */
  async function repeatedly(
    forMs: number,
    enough: (turns: number) => boolean,
    attempt: (random: Random, turn: number) => Promise<void>,
  ): Promise<void> {
    const end = Date.now() + forMs;
    let turns = 0;
    let failed = false;
    const lane = async () => {
      while (!failed && (Date.now() < end || !enough(turns))) {
        const turn = turns++;
        await attempt(new Random(Math.imul(seed + turn, 0x9e3779b1)), turn).catch((error: unknown) => {
          failed = true;
          throw new Error(`To repeat: TEST_SEED=${seed} (turn ${turn})`, { cause: error });
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  function text(value: unknown): string {
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  function address(random: Random, { path, operation }: DocumentedRoute): string {
    const filled = path.replace(/\{\w+\}/g, () => encodeURIComponent(text(random.chance(0.5) ? random.below(20) : strangeValue(random)).toWellFormed()));
    const query = new URLSearchParams();
    for (const { name, in: place, schema } of operation.parameters ?? []) {
      if (place === 'query' && random.chance(0.6)) query.set(name, text(nearlyValid(random, schema)).toWellFormed());
    }
    return `${filled}?${query.toString()}`;
  }

  function bodyOf(random: Random, { operation }: DocumentedRoute): string | undefined {
    const schema = operation.requestBody?.content['application/json']?.schema;
    if (!schema) return random.chance(0.1) ? JSON.stringify(strangeValue(random)) : undefined;
    const body = JSON.stringify(nearlyValid(random, schema));
    return random.chance(0.03) ? body.slice(0, random.below(body.length)) : body;
  }

  /** Sends one request and judges its answer. @returns its status */
  async function ask(random: Random, route: DocumentedRoute, token: string): Promise<number> {
    const body = route.method === 'GET' ? undefined : bodyOf(random, route);
    const target = address(random, route);
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
    const all = await documentedRoutes(await cluster.as(null));
    const tokens = [await cluster.token('ann'), await cluster.token('admin', { roles: ['admin', 'user'] })];
    const statuses = new Set<number>();
    const enough = (turns: number) => turns > TURNS_PER_ROUTE * all.length && [200, 201, 400, 404].every((status) => statuses.has(status));
    await repeatedly(HTTP_MS, enough, async (random, turn) => {
      const route = all[turn % all.length];
      if (!route) throw new Error('The document names no routes');
      statuses.add(await ask(random, route, random.pick(tokens)));
    });
  }, MOST_MS);

  it('is acknowledged for every event', async () => {
    const device = await cluster.device('ann');
    const outcomes = new Set<boolean>();
    const enough = () => outcomes.size === 2;
    await repeatedly(SOCKET_MS, enough, async (random) => {
      const event = random.pick(CLIENT_EVENTS);
      const payload = nearlyValid(random, EVENT_SCHEMAS[event]);
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
    expect(device.ended).toBeUndefined();
  }, MOST_MS);

  it('has harmed nobody else', async () => {
    expect(cluster.node(0).running).toBe(true);
    expect(bystander.ended).toBeUndefined();
    await cluster.barrier('bystander', [bystander]);
  });
});
