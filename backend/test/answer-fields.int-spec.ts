import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { API_KEY_SCOPES, type ApiKeyCreated, type SessionAnswer } from '@eventide/contracts';
import { z } from 'zod';
import { VOUCHERS, type VoucherDocument } from '../src/bulk/voucher.schema.js';
import { ROUTES } from '../src/openapi/routes.js';
import { example } from './hostile-fields.js';
import type { JsonSchema } from './hostile-values.js';
import { TestCluster } from './test-cluster.js';
import { workbookOf } from './workbook-file.js';

interface Operation {
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

/** Who asks: by name, and what the header says. */
interface Caller {
  name: string;
  headers: Record<string, string>;
  /** The last thing that each route made for this caller. */
  made: Map<string, string>;
}

const PASSWORD = { email: 'user1@eventide.test', password: 'eventide' };
/** It takes an invitation, which a mail alone holds, and answers nothing. */
const NEVER_GOOD = ['POST /api/auth/set-password'];

describe('an answer', () => {
  let cluster: TestCluster;
  let document: Document;
  let callers: Caller[];
  /** What a path's id is where the caller has not made it. */
  let subjects: Readonly<Record<string, string>>;
  let bodies: Readonly<Record<string, unknown>>;
  let cookie: string;

  beforeAll(async () => {
    // Without a worker nothing goes on by itself: a job waits until it is cancelled.
    cluster = await TestCluster.start({ roles: ['gateway'] });
    const [admin, nobody] = [await cluster.admin(), await cluster.as(null)];
    document = await nobody.expect('GET', '/api/docs-json');
    const people = [person('user1', 'user'), person('manager', 'manager'), person('admin', 'admin')];
    callers = [caller('nobody'), ...(await Promise.all([...people, ...API_KEY_SCOPES.map(service)]))];
    const [marked, removed] = [await admin.notify('user1', { data: { kept: 1 }, actor: { id: 'a', name: 'A' } }), await admin.notify('user1')];
    const { id: announced } = await admin.expect<{ id: string }>('POST', '/api/announcements', { title: 'T', message: 'M' });
    const { headers, body } = await nobody.call<SessionAnswer>('POST', '/api/auth/login', PASSWORD);
    cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
    await cluster.db.collection<VoucherDocument>(VOUCHERS).insertOne({
      _id: 'a:user1', employeeId: 'user1', name: 'Uma One', department: 'Sales', code: 'C', title: 'T', amount: 1, currency: 'EUR', at: new Date(),
    });
    subjects = {
      'GET /api/users/{id}': 'user1', 'POST /api/users/{id}/invite': 'user2', 'GET /api/employees/{id}': 'user1',
      'PATCH /api/notifications/{id}': marked.id, 'DELETE /api/notifications/{id}': removed.id, 'POST /api/announcements/{id}/read': announced,
    };
    bodies = {
      'POST /api/auth/login': PASSWORD,
      'POST /api/auth/refresh': { sid: body.sid },
      'POST /api/signals': { userId: 'user1', topic: 'note', data: 1 },
    };
  });
  afterAll(() => cluster.stop());

  const caller = (name: string, headers: Record<string, string> = {}): Caller => ({ name, headers, made: new Map() });

  async function person(id: string, role: string): Promise<Caller> {
    return caller(id, { authorization: `Bearer ${await cluster.token(id, { roles: [role] })}` });
  }

  async function service(scope: (typeof API_KEY_SCOPES)[number]): Promise<Caller> {
    const { key } = await (await cluster.admin()).expect<ApiKeyCreated>('POST', '/api/api-keys', { name: scope, scopes: [scope] });
    return caller(`key ${scope}`, { authorization: `Bearer ${key}` });
  }

  /** The schema as a judge that knows no field but those that it names. */
  function strictly(schema: object): z.ZodType {
    const closed = JSON.stringify({ ...schema, $defs: document.components.schemas }, (_, value: JsonSchema | undefined) =>
      value?.properties && value.additionalProperties === undefined ? { ...value, additionalProperties: false } : value,
    );
    return z.fromJSONSchema(JSON.parse(closed.replaceAll('#/components/schemas/', '#/$defs/')) as z.core.JSONSchema.JSONSchema);
  }

  async function requestOf(route: string, { headers, made }: Caller): Promise<[path: string, init: RequestInit]> {
    const [method = '', path = ''] = route.split(' ');
    const id = subjects[route] ?? made.get(path.split('/{id}')[0] ?? '') ?? 'somebody';
    const init = { method, headers: { ...headers, ...(path === '/api/auth/refresh' && { cookie }) } };
    const schema = document.paths[path]?.[method.toLowerCase()]?.requestBody?.content;
    if (schema?.['multipart/form-data']) {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(await workbookOf({ Areas: [['code', 'name'], [randomUUID(), 'N']] }))]), 'company.xlsx');
      return [path, { ...init, body: form }];
    }
    const given = schema?.['application/json'] && example(schema['application/json'].schema);
    const known = path === '/api/comments' ? { taskId: made.get('/api/tasks') ?? 'none', text: 'x' } : bodies[route];
    const body = JSON.stringify(known ?? given);
    return [path.replace('{id}', encodeURIComponent(id)), { ...init, headers: { ...init.headers, ...(body !== undefined && { 'content-type': 'application/json' }) }, body }];
  }

  /** @returns what is wrong with the answer, if anything; and whether it was a good one */
  async function judge(route: string, from: Caller): Promise<{ good: boolean; wrong?: object }> {
    const [path, init] = await requestOf(route, from);
    const response = await fetch(`${cluster.node(0).url}${path}`, init);
    const { status } = response;
    const asked = { route, by: from.name, status };
    if (response.headers.get('content-type') === 'text/event-stream') {
      await response.body?.cancel();
      return { good: true };
    }
    const text = await response.text();
    const [method = '', pattern = ''] = route.split(' ');
    const documented = document.paths[pattern]?.[method.toLowerCase()]?.responses[status]?.content;
    const schema = documented?.[status < 400 ? 'application/json' : 'application/problem+json']?.schema;
    if (!schema) return { good: status < 400, ...(status >= 400 || /^[[{]/.test(text) ? { wrong: { ...asked, text } } : {}) };
    const body = JSON.parse(text) as { id?: string };
    const { success, error } = strictly(schema).safeParse(body);
    if (status < 300 && body.id !== undefined && method === 'POST') from.made.set(pattern, body.id);
    return { good: status < 400, ...(!success && { wrong: { ...asked, text, error } }) };
  }

  it.each(Object.keys(ROUTES))('holds what the document says and nothing else, whoever asks: %s', async (route) => {
    const verdicts = [];
    for (const from of callers) verdicts.push(await judge(route, from));
    expect(verdicts.flatMap(({ wrong }) => wrong ?? [])).toEqual([]);
    expect(verdicts.some(({ good }) => good)).toBe(!NEVER_GOOD.includes(route));
  });

  it('holds a code and nothing else when it refuses a socket to who is no person', async () => {
    for (const { headers } of callers.filter(({ name }) => name === 'nobody' || name.startsWith('key'))) {
      const device = cluster.connect(0, { auth: { token: headers['authorization']?.slice('Bearer '.length) } });
      expect(await device.refused()).toEqual({ code: 'unauthorized' });
      expect(device.refusal?.message).toBe('unauthorized');
    }
  });
});
