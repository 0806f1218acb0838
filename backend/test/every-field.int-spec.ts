import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@eventide/contracts';
import { ROUTES } from '../src/openapi/routes.js';
import { example, hostileBodies, hostileTexts, openFields } from './hostile-fields.js';
import type { JsonSchema } from './hostile-values.js';
import { TestCluster } from './test-cluster.js';

interface Operation {
  parameters?: { name: string; in: 'path' | 'query' | 'header'; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}

/** A request with one thing wrong. */
interface Attempt {
  /** What is wrong with it: a field, or nothing when the address leads nowhere. */
  field?: string;
  id?: string;
  query?: URLSearchParams;
  headers?: Record<string, string>;
  body?: unknown;
}

const AT_ONCE = 8;
const ROUTE_NAMES = Object.keys(ROUTES);

/** What no id can be, and what every object would answer to. */
const STRANGE_IDS = ['{"$gt":""}', '[object Object]', '\0', '../../etc/passwd', 'x'.repeat(5_000), 'a b', '__proto__', 'constructor', 'toString'];

/** These are about people whom perhaps only a host knows, and `__proto__` is an id that a host may give. */
const OF_ANY_PERSON = ['PUT /api/users/{id}', 'DELETE /api/users/{id}', 'POST /api/users/{id}/revoke'];
const POSSIBLE_PERSON = /^\w{1,128}$/;

/** Fields that keep any object as it is: it means nothing to the database. */
const OPEN_FIELDS = [
  'POST /api/notifications data', 'POST /api/notifications/batch items.0.data', 'POST /api/broadcasts notification.data', 'POST /api/signals data',
];

/** Whether what a problem names is the field, or in it, or around it. */
function isAbout(named: string, field: string): boolean {
  return named.startsWith(field) || (named !== '' && field.startsWith(named));
}

describe('a request with a field that is not as the document says', () => {
  let cluster: TestCluster;
  let token: string;
  let paths: Record<string, Record<string, Operation>>;
  let stored: object;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
    token = await cluster.token('admin', { roles: ['admin', 'publisher'] });
    ({ paths } = await (await cluster.as(null)).expect<{ paths: typeof paths }>('GET', '/api/docs-json'));
    stored = await contentHashes();
  });
  afterAll(() => cluster.stop());

  /** One hash per collection, of all that it holds; leases are renewed whatever happens. */
  async function contentHashes(): Promise<object> {
    const { collections } = await cluster.db.command({ dbHash: 1 });
    return { ...(collections as object), leases: '' };
  }

  function operationOf(route: string): Operation {
    const [method = '', path = ''] = route.split(' ');
    return paths[path]?.[method.toLowerCase()] ?? {};
  }

  function bodyOf(route: string): JsonSchema | undefined {
    return operationOf(route).requestBody?.content['application/json']?.schema;
  }

  function attemptsAt(route: string): Attempt[] {
    const schema = bodyOf(route);
    const body = schema && example(schema);
    const inBody = schema ? hostileBodies(schema).map(({ field, given }) => ({ field, body: given })) : [];
    const { parameters = [] } = operationOf(route);
    // A stream looks at a ticket only when there is no token.
    const inQuery = parameters
      .filter(({ name, in: place }) => place === 'query' && name !== 'ticket')
      .flatMap(({ name, schema: of }) => hostileTexts(name, of))
      .map(({ field, given }) => ({ field, query: new URLSearchParams(given.map((value): [string, string] => [field, value])), body }));
    const inHeaders = parameters
      .filter(({ name }) => name === 'Idempotency-Key')
      .map(({ name }) => ({ field: name, headers: { [name]: 'x'.repeat(129) }, body }));
    const inPath = parameters
      .filter(({ in: place }) => place === 'path')
      .flatMap(() => STRANGE_IDS)
      .filter((id) => !(OF_ANY_PERSON.includes(route) && POSSIBLE_PERSON.test(id)))
      .map((id) => ({ id, body }));
    return [...inBody, ...inQuery, ...inHeaders, ...inPath];
  }

  /** @returns undefined when it is refused as it should be, or else what came */
  async function misjudged(route: string, { field, id = 'nobody', query, headers, body }: Attempt): Promise<object | undefined> {
    const [method = '', path = ''] = route.split(' ');
    const address = `${path.replace('{id}', encodeURIComponent(id))}?${query?.toString() ?? ''}`;
    const response = await fetch(`${cluster.node(0).url}${address}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: JSON.stringify(body),
    });
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
    const problem = isProblem ? ((await response.json()) as Problem) : undefined;
    if (!isProblem) await response.body?.cancel();
    if (field === undefined && problem?.code === 'not_found') return undefined;
    const names = problem?.errors?.map((error) => error.field) ?? [];
    if (problem?.code === 'invalid_request' && field !== undefined && names.some((name) => isAbout(name, field))) return undefined;
    return { field, address: address.slice(0, 200), body: JSON.stringify(body)?.slice(0, 200), status: response.status, problem };
  }

  it.each(ROUTE_NAMES)('is refused by %s', async (route) => {
    const attempts = attemptsAt(route).values();
    const wrong: object[] = [];
    const lane = async () => {
      for (const attempt of attempts) {
        const found = await misjudged(route, attempt);
        if (found) wrong.push(found);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    expect(wrong).toEqual([]);
  });

  it('could be of any field, but for those that take any object', () => {
    const open = ROUTE_NAMES.flatMap((route) => openFields(bodyOf(route) ?? {}).map((field) => `${route} ${field}`));
    expect(open.sort()).toEqual([...OPEN_FIELDS].sort());
    expect(ROUTE_NAMES.flatMap(attemptsAt).length).toBeGreaterThan(1_000);
  });

  it('has left no trace', async () => {
    expect(await contentHashes()).toEqual(stored);
  });
});
