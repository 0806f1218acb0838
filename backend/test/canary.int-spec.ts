import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SessionAnswer } from '@eventide/contracts';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

/** Nothing of this kind may ever be written down. */
const CANARY = `canary-${randomUUID()}`;

describe('the log of a whole run', () => {
  let cluster: TestCluster;
  let admin: TestApi;
  let nobody: TestApi;
  /** What opens doors, and was given out or handed in during the run. */
  const secrets: string[] = [CANARY];
  /** The whole of it, of all nodes: what the nodes keep is the end alone. */
  const log: string[] = [];

  beforeAll(async () => {
    cluster = await TestCluster.start({ redis: 'proxied', env: { LOG_LEVEL: 'trace' }, onLine: (line) => log.push(line) });
    [admin, nobody] = [await cluster.admin(), await cluster.as(null)];
  });
  afterAll(() => cluster.stop());

  async function tokenOf(userId: string, ttl = 900): Promise<string> {
    const token = await cluster.token(userId, { canary: CANARY, ttl });
    secrets.push(token);
    return token;
  }

  const texts = { title: CANARY, message: CANARY, type: CANARY, link: `/${CANARY}`, data: { [CANARY]: CANARY } };

  it('takes in what is right', async () => {
    const device = await cluster.connect(1, { auth: { token: await tokenOf('ann') } }).synced();
    const { id } = await admin.notify('ann', texts);
    await device.one('newNotification');
    await admin.expect('POST', '/api/announcements', { title: CANARY, message: CANARY });
    await device.one('announcement');
    await device.ask('messageToServer', CANARY);
    await device.ask('update', { commandId: CANARY, op: 'read', ids: [id] });
    await device.ask('refreshToken', { token: await tokenOf('ann') });
    await admin.expect('PUT', '/api/users/ann', { name: CANARY, email: `${CANARY}@x.test` });
    const { key } = await admin.expect<{ key: string }>('POST', '/api/api-keys', { name: CANARY, scopes: ['send'] });
    secrets.push(key);
    const session = await nobody.call<SessionAnswer>('POST', '/api/auth/login', { email: 'user1@eventide.test', password: 'eventide' });
    const cookie = session.headers.get('set-cookie')?.split(';')[0]?.split('=')[1] ?? '';
    expect(cookie).not.toBe('');
    secrets.push(session.body.accessToken, cookie);
    const headers = { cookie: `eventide_refresh=${cookie}` };
    secrets.push((await nobody.expect<SessionAnswer>('POST', '/api/auth/refresh', { sid: session.body.sid }, headers)).accessToken);
  });

  it('takes in bad requests', async () => {
    const url = cluster.node(0).url;
    const post = (body: string, headers = {}) =>
      fetch(`${url}/api/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    const answers = [
      await post(`{"email": "${CANARY}`),
      await post(JSON.stringify({ [CANARY]: CANARY })),
      await post(CANARY.repeat(10_000)),
      await post(JSON.stringify({ email: `${CANARY}@x.test`, password: CANARY })),
      await post('{}', { 'content-encoding': CANARY }),
      await fetch(`${url}/api/me?token=${CANARY}`, { headers: { authorization: `Bearer ${CANARY}` } }),
      await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${await tokenOf('ann', -60)}`, cookie: CANARY } }),
      await fetch(`${url}/api/people?q=${CANARY}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 413, 401, 400, 401, 401, 401]);
    expect((await admin.call('POST', '/api/notifications', { to: 'ann', ...texts, severity: CANARY })).status).toBe(400);
    expect((await admin.call('POST', '/api/notifications', { to: 'ann', ...texts }, { 'idempotency-key': CANARY.repeat(9) })).status).toBe(400);
  });

  it('takes in refused handshakes and failing commands', async () => {
    for (const auth of [{ token: CANARY }, { token: await tokenOf('ann', -60) }, { token: { [CANARY]: CANARY } }]) {
      await cluster.connect(0, { auth }).refused();
    }
    const device = await cluster.device('ben');
    expect(await device.askAnything(CANARY, CANARY)).toMatchObject({ ok: false });
    expect(await device.askAnything('update', { commandId: CANARY, op: CANARY })).toMatchObject({ ok: false });
    expect(await device.askAnything('sync', { epoch: CANARY, inbox: CANARY })).toMatchObject({ ok: false });
    expect(await device.ask('refreshToken', { token: CANARY })).toMatchObject({ ok: false });
    expect(await device.ask('refreshToken', { token: await tokenOf('somebody-else') })).toMatchObject({ ok: false });
    (device.socket as unknown as { emit(event: string, text: string): void }).emit('messageToServer', CANARY.repeat(1_000));
    await device.end();
  });

  it('takes in what comes while Redis is away', async () => {
    const device = await cluster.device('cleo');
    cluster.redis.cut();
    await admin.notify('cleo', texts);
    await admin.expect('POST', '/api/announcements', { title: CANARY, message: CANARY });
    await device.ask('messageToServer', CANARY);
    await device.one('newNotification');
    cluster.redis.mend();
    await cluster.barrier('cleo', [device]);
  });

  it('holds nothing of it, on any node, to the end', async () => {
    await Promise.all(cluster.nodes.map((node) => node.stop()));
    for (const node of cluster.nodes) expect(log).toEqual(expect.arrayContaining(node.log.slice(0, 10)));
    expect(log.filter((line) => line.includes('"msg":"Listening"'))).toHaveLength(cluster.nodes.length);
    expect(log.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
  });
});
