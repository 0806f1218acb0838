import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiKeyCreated, Problem } from '@eventide/contracts';
import { ROUTES } from '../src/openapi/routes.js';
import { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

interface Document {
  paths: Record<string, Record<string, { description: string; security: object[] }>>;
}

/** What anybody may call, and nothing else. */
const OPEN = ['POST /api/auth/login', 'POST /api/auth/refresh', 'POST /api/auth/set-password', 'GET /api/demo', 'GET /health/live', 'GET /health/ready'];

/** What every signed-in person may call, and nothing else; the rest is for roles. */
const EVERYBODYS = [
  'POST /api/auth/logout', 'GET /api/me', 'GET /api/people', 'GET /api/notifications', 'GET /api/notifications/unread-count',
  'PATCH /api/notifications/{id}', 'POST /api/notifications/read-all', 'DELETE /api/notifications/{id}',
  'POST /api/notifications/update', 'GET /api/sync', 'GET /api/stream', 'POST /api/stream/ticket', 'GET /api/signals/stream', 'GET /api/announcements', 'POST /api/announcements/{id}/read',
  'POST /api/tasks', 'GET /api/tasks', 'POST /api/comments', 'GET /api/tasks/{id}/comments',
  'GET /api/vouchers', 'GET /api/vouchers/stream', 'GET /api/imports/{id}/stream',
];

/** Who may besides administrators. */
const ALSO: Readonly<Record<string, string[]>> = {
  'GET /api/employees': ['manager'],
  'GET /api/employees/{id}': ['manager'],
  'GET /api/organisation': ['manager'],
  'POST /api/notices': ['publisher'],
};

const RESERVED = Object.keys(ROUTES).filter((route) => !OPEN.includes(route) && !EVERYBODYS.includes(route));

describe('a route that is not for everybody', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
  });
  afterAll(() => cluster.stop());

  async function call(api: TestApi, route: string): Promise<Problem> {
    const [method = '', path = ''] = route.split(' ');
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};
    return (await api.call<Problem>(method, path.replace('{id}', 'somebody'), body)).body;
  }

  it('is every route but those listed here', async () => {
    const { paths } = await (await cluster.as(null)).expect<Document>('GET', '/api/docs-json');
    const reserved = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([, { description }]) => description.includes('people with role'))
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(reserved.sort()).toEqual([...RESERVED].sort());
  });

  it.each(RESERVED)('refuses people without the role, whatever they are else: %s', async (route) => {
    const others = ['user', 'manager', 'publisher', 'Admin', 'admin '].filter((role) => !ALSO[route]?.includes(role));
    const people = [await cluster.as('ann'), await cluster.as('max', { roles: others })];
    for (const api of people) expect(await call(api, route)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await call(await cluster.as(null), route)).toMatchObject({ status: 401, code: 'unauthorized' });
  });

  it.each(RESERVED)('refuses a token whose roles were edited: %s', async (route) => {
    const [head = '', body = '', signature = ''] = (await cluster.token('ann')).split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const edited = Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString('base64url');
    const api = new TestApi(cluster.node(0).url, `${head}.${edited}.${signature}`);
    expect(await call(api, route)).toMatchObject({ status: 401, code: 'unauthorized' });
  });

  it.each(RESERVED.filter((route) => route !== 'GET /metrics'))('refuses an API key without the scope: %s', async (route) => {
    const admin = await cluster.admin();
    const { key } = await admin.expect<ApiKeyCreated>('POST', '/api/api-keys', { name: 'signals', scopes: [route === 'POST /api/signals' ? 'send' : 'signal'] });
    expect(await call(new TestApi(cluster.node(0).url, key), route)).toMatchObject({ status: 403, code: 'forbidden' });
  });
});
