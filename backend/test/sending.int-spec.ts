import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ApiKeyCreated, NotificationList, Problem, SendAnswer } from '@eventide/contracts';
import { eventually } from './eventually.js';
import { TestApi, type Answer } from './test-api.js';
import { TestCluster } from './test-cluster.js';

const SEND = { type: 'order.shipped', title: 'Shipped', message: 'Your order is on its way' };

/** Everything that must be refused, whichever field it stands in. */
const NOT_TEXT = [{ $gt: '' }, { $ne: null }, ['a'], 7, true, null, '', '   '];

describe('sending notifications', () => {
  let cluster: TestCluster;
  let admin: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
    admin = await cluster.admin();
  });
  afterAll(() => cluster.stop());

  const someone = () => `u-${randomUUID()}`;
  const send = (body: unknown, headers?: Record<string, string>): Promise<Answer<SendAnswer & Problem>> =>
    admin.call('POST', '/api/notifications', body, headers);
  const inbox = async (userId: string) => (await cluster.as(userId)).expect<NotificationList>('GET', '/api/notifications');

  async function service(scopes: string[]): Promise<TestApi> {
    const { key } = await admin.expect<ApiKeyCreated>('POST', '/api/api-keys', { name: 'service', scopes });
    return new TestApi(cluster.node(0).url, key);
  }

  it('stores one for a person nobody registered, with defaults filled in', async () => {
    const to = someone();
    const { status, body } = await send({ to, ...SEND });
    expect(status).toBe(201);
    expect(body).toEqual({ items: [{ id: expect.any(String), userId: to, seq: 1 }] });
    const { items, head } = await inbox(to);
    expect(head).toBe(1);
    expect(items).toEqual([
      {
        id: body.items[0]?.id,
        userId: to,
        seq: 1,
        createdSeq: 1,
        category: 'order',
        severity: 'info',
        ...SEND,
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        readStatus: 'unread',
      },
    ]);
  });

  it('keeps every field as it was sent', async () => {
    const to = someone();
    const fields = {
      ...SEND,
      category: 'shop',
      severity: 'critical',
      link: 'https://shop.example/orders/1',
      data: { $where: { 'a.b': [1, { $ne: null }] } },
      actor: { id: 'shop', name: 'The shop' },
      expiresAt: '2099-01-01T02:00:00+02:00',
    };
    expect((await send({ to, ...fields })).status).toBe(201);
    expect((await inbox(to)).items[0]).toMatchObject({ ...fields, expiresAt: '2099-01-01T00:00:00.000Z' });
  });

  it('sends to many in one call: duplicates collapse and the order is kept', async () => {
    const [a, b] = [someone(), someone()];
    const { body } = await send({ to: [b, a, b], ...SEND });
    expect(body.items.map(({ userId }) => userId)).toEqual([b, a]);
  });

  it('takes 1,000 recipients and not one more', async () => {
    const many = Array.from({ length: 1_001 }, someone);
    expect((await send({ to: many, ...SEND })).status).toBe(400);
    const { status, body } = await send({ to: many.slice(1), ...SEND });
    expect(status).toBe(201);
    expect(body.items.length).toBe(1_000);
  });

  it('sends different ones in a batch, in order also for one person', async () => {
    const [a, b] = [someone(), someone()];
    const items = [{ to: a, ...SEND }, { to: b, ...SEND, title: 'Other' }, { to: a, ...SEND, title: 'Second' }];
    const { status, body } = await admin.call<SendAnswer>('POST', '/api/notifications/batch', { items });
    expect(status).toBe(201);
    expect(body.items.map(({ userId, seq }) => [userId, seq])).toEqual([[a, 1], [b, 1], [a, 2]]);
    expect((await inbox(a)).items.map(({ title }) => title)).toEqual(['Second', 'Shipped']);
  });

  it('limits a batch to 500, and refuses an empty one', async () => {
    const items = Array.from({ length: 501 }, () => ({ to: someone(), ...SEND }));
    expect((await admin.call('POST', '/api/notifications/batch', { items })).status).toBe(400);
    expect((await admin.call('POST', '/api/notifications/batch', { items: items.slice(1) })).status).toBe(201);
    expect((await admin.call('POST', '/api/notifications/batch', { items: [] })).status).toBe(400);
  });

  describe('refuses', () => {
    const bodies: [string, unknown][] = [
      ['no body', undefined],
      ['an empty body', {}],
      ['an empty list', { to: [], ...SEND }],
      ['an impossible id', { to: 'a b', ...SEND }],
      ['an impossible id among others', { to: ['ada', '#all'], ...SEND }],
      ['an unknown field', { to: 'ada', ...SEND, readAt: '2020-01-01T00:00:00Z' }],
      ['an own id', { to: 'ada', ...SEND, _id: 'x' }],
      ['a long type', { to: 'ada', ...SEND, type: 't'.repeat(65) }],
      ['a long title', { to: 'ada', ...SEND, title: 't'.repeat(201) }],
      ['a long message', { to: 'ada', ...SEND, message: 'm'.repeat(2_001) }],
      ['an unknown severity', { to: 'ada', ...SEND, severity: 'fatal' }],
      ['a script link', { to: 'ada', ...SEND, link: 'javascript:alert(1)' }],
      ['a link to another host', { to: 'ada', ...SEND, link: '//evil.example' }],
      ['a link by backslash', { to: 'ada', ...SEND, link: '/\\evil.example' }],
      ['data that is no object', { to: 'ada', ...SEND, data: [1] }],
      ['data over 4 KiB', { to: 'ada', ...SEND, data: { text: 'é'.repeat(2_100) } }],
      ['half an actor', { to: 'ada', ...SEND, actor: { id: 'x' } }],
      ['a time without offset', { to: 'ada', ...SEND, expiresAt: '2099-01-01T00:00:00' }],
      ['a time that is over', { to: 'ada', ...SEND, expiresAt: '2020-01-01T00:00:00Z' }],
      ...NOT_TEXT.flatMap((value): [string, unknown][] => [
        [`to: ${JSON.stringify(value)}`, { ...SEND, to: Array.isArray(value) ? [value] : value }],
        [`title: ${JSON.stringify(value)}`, { to: 'ada', ...SEND, title: value }],
        [`type: ${JSON.stringify(value)}`, { to: 'ada', ...SEND, type: value }],
      ]),
    ];

    it.each(bodies)('%s', async (_, body) => {
      const { status, body: problem } = await send(body);
      expect({ status, code: problem.code }).toEqual({ status: 400, code: 'invalid_request' });
    });

    it('a body over 256 KiB', async () => {
      const { status, body } = await send({ to: 'ada', ...SEND, message: 'm'.repeat(300_000) });
      expect({ status, code: body.code }).toEqual({ status: 413, code: 'too_large' });
    });

    it('names the fields at fault and never repeats them', async () => {
      const { body } = await send({ to: 'ada', type: 'a', title: { $gt: 'secret' }, message: 'm', extra: 1 });
      expect(body.errors?.map(({ field }) => field).sort()).toEqual(['extra', 'title']);
      expect(JSON.stringify(body)).not.toContain('secret');
    });

    it('people without the role, keys without the scope, and strangers', async () => {
      const body = { to: 'ada', ...SEND };
      for (const path of ['/api/notifications', '/api/notifications/batch']) {
        expect((await (await cluster.as('ada')).call('POST', path, body)).status).toBe(403);
        expect((await (await service(['announce'])).call('POST', path, body)).status).toBe(403);
        expect((await (await cluster.as(null)).call('POST', path, body)).status).toBe(401);
      }
    });
  });

  it('lets a service with the scope send', async () => {
    expect((await (await service(['send'])).call('POST', '/api/notifications', { to: someone(), ...SEND })).status).toBe(201);
  });

  describe('with an Idempotency-Key', () => {
    it('sends once, however often it is repeated', async () => {
      const to = someone();
      const key = { 'Idempotency-Key': randomUUID() };
      const first = await send({ to, ...SEND }, key);
      const again = await send({ ...SEND, to }, key);
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect((await inbox(to)).head).toBe(1);
    });

    it('sends once when the repeats run at once', async () => {
      const to = someone();
      const key = { 'Idempotency-Key': randomUUID() };
      const answers = await Promise.all(Array.from({ length: 8 }, () => send({ to, ...SEND }, key)));
      expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
      expect((await inbox(to)).head).toBe(1);
    });

    it('refuses another body, and keeps callers and routes apart', async () => {
      const to = someone();
      const key = { 'Idempotency-Key': randomUUID() };
      await send({ to, ...SEND }, key);
      expect(await send({ to, ...SEND, title: 'Other' }, key)).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } });
      const other = await service(['send']);
      expect((await other.call('POST', '/api/notifications', { to, ...SEND }, key)).status).toBe(201);
      const items = [{ to, ...SEND }];
      expect((await admin.call('POST', '/api/notifications/batch', { items }, key)).status).toBe(201);
      expect((await inbox(to)).head).toBe(3);
    });

    it('gives the first answer again, even when its time is over by then', async () => {
      const body = { to: someone(), ...SEND, expiresAt: new Date(Date.now() + 2_000).toISOString() };
      const key = { 'Idempotency-Key': randomUUID() };
      const first = await send(body, key);
      await eventually('the end of its time', () => Date.now() > Date.parse(body.expiresAt));
      expect(await send(body, key)).toMatchObject({ status: 201, body: first.body });
    });

    it.each([['long', 'k'.repeat(129)], ['not ASCII', 'schlüssel']])('refuses a key that is %s', async (_, key) => {
      expect((await send({ to: someone(), ...SEND }, { 'Idempotency-Key': key })).status).toBe(400);
    });

    it('is not used up by a request that was refused', async () => {
      const key = { 'Idempotency-Key': randomUUID() };
      expect((await send({ to: 'a b', ...SEND }, key)).status).toBe(400);
      expect((await send({ to: someone(), ...SEND }, key)).status).toBe(201);
    });
  });
});
