import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Invitation, Problem, SessionAnswer } from '@eventide/contracts';
import { eventually } from './eventually.js';
import { TestApi, type Answer } from './test-api.js';
import { ORIGIN, TestCluster } from './test-cluster.js';
import { TestMailServer } from './test-mail-server.js';

const PASSWORD = 'a long enough password';

describe('invitations', () => {
  let server: TestMailServer;
  let cluster: TestCluster;
  let admin: TestApi;
  let nobody: TestApi;
  let addresses = 0;

  beforeAll(async () => {
    server = await new TestMailServer().start();
    const env = { SMTP_URL: server.url, MAIL_FROM: 'Eventide <eventide@x.test>', TRUST_PROXY: '1' };
    cluster = await TestCluster.start({ nodes: 1, redis: 'none', env });
    admin = await cluster.admin();
    nobody = await cluster.as(null);
  });
  afterAll(async () => {
    await cluster.stop();
    await server.stop();
  });

  async function register(id: string, fields: object = {}): Promise<void> {
    await admin.expect('PUT', `/api/users/${id}`, { name: `Name ${id}`, email: `${id}@x.test`, ...fields });
  }

  const linkIn = (body: string) => /\/set-password\?invite=([\w-]+)/.exec(body)?.[1];

  /** Invites somebody. @returns what the link in the mail holds */
  async function invited(id: string): Promise<string> {
    const before = server.to(`${id}@x.test`).length;
    await admin.expect('POST', `/api/users/${id}/invite`);
    const mail = await eventually(`the mail to ${id}`, () => server.to(`${id}@x.test`)[before]);
    return linkIn(mail.body) ?? '';
  }

  /** Each test comes from an address of its own. */
  const visitor = () => ({ 'x-forwarded-for': `203.0.113.${++addresses}` });

  const choose = (invite: string, from = visitor(), password = PASSWORD): Promise<Answer<Problem>> =>
    nobody.call('POST', '/api/auth/set-password', { invite, password }, from);

  const signIn = (id: string, password = PASSWORD) =>
    nobody.call<SessionAnswer>('POST', '/api/auth/login', { email: `${id}@x.test`, password }, visitor());

  it('mail a link by which a person sets a password once, and signs in', async () => {
    await register('ann', { name: 'Ann' });
    const { status, body } = await admin.call<Invitation>('POST', '/api/users/ann/invite', {});
    expect(status).toBe(202);
    const hours = (Date.parse(body.expiresAt) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(71.9);
    expect(hours).toBeLessThanOrEqual(72);

    const mail = await eventually('the mail', () => server.to('ann@x.test')[0]);
    expect(mail.headers.get('to')).toBe('Ann <ann@x.test>');
    expect(mail.body).toContain('Hello Ann,');
    expect(mail.body).toContain(`${ORIGIN}/set-password?invite=`);
    const invite = linkIn(mail.body) ?? '';

    expect((await signIn('ann')).status).toBe(401);
    expect((await choose(invite)).status).toBe(204);
    expect((await signIn('ann')).status).toBe(200);
    expect((await choose(invite, visitor(), 'another password')).body).toMatchObject({ status: 404, code: 'not_found' });
    expect((await signIn('ann')).status).toBe(200);
  });

  it('let one of many at once through', async () => {
    await register('race');
    const invite = await invited('race');
    const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => choose(invite, visitor(), `${PASSWORD} ${index}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404]);
    const winner = answers.findIndex(({ status }) => status === 204);
    expect((await signIn('race', `${PASSWORD} ${winner}`)).status).toBe(200);
  });

  it('end the sessions of whoever was signed in before', async () => {
    await register('back');
    await choose(await invited('back'));
    const { body: session } = await signIn('back');
    const before = new TestApi(cluster.node(0).url, session.accessToken);
    expect((await before.call('GET', '/api/me')).status).toBe(200);
    expect((await choose(await invited('back'), visitor(), 'a newer password')).status).toBe(204);
    expect((await before.call('GET', '/api/me')).status).toBe(401);
    expect([(await signIn('back')).status, (await signIn('back', 'a newer password')).status]).toEqual([401, 200]);
  });

  it('are replaced by the next, end after their time, and with the address or the account', async () => {
    for (const id of ['next', 'late', 'moved', 'gone']) await register(id);
    const [first, late, moved, gone] = [await invited('next'), await invited('late'), await invited('moved'), await invited('gone')];
    const second = await invited('next');
    await cluster.db.collection('invitations').updateOne({ userId: 'late' }, { $set: { expiresAt: new Date(Date.now() - 1) } });
    await register('moved', { email: 'elsewhere@x.test' });
    await admin.expect('DELETE', '/api/users/gone');
    for (const bad of [first, late, moved, gone, 'never-given-out']) {
      const answer = await choose(bad);
      expect(answer.body).toMatchObject({ status: 404, code: 'not_found' });
      expect(JSON.stringify(answer.body)).not.toContain(bad);
    }
    expect((await choose(second)).status).toBe(204);
  });

  it('leave no copy of the link behind', async () => {
    await register('trace');
    const invite = await invited('trace');
    await eventually('the note that it was sent', () => cluster.db.collection('mails').findOne({ 'to.userId': 'trace', sentAt: { $exists: true } }));
    for (const { name } of await cluster.db.listCollections().toArray()) {
      expect(JSON.stringify(await cluster.db.collection(name).find().toArray())).not.toContain(invite);
    }
    expect(cluster.node(0).log.join('\n')).not.toContain(invite);
    await admin.expect('DELETE', '/api/users/trace');
    expect(await cluster.db.collection('mails').countDocuments({ 'to.userId': 'trace' })).toBe(0);
    expect(await cluster.db.collection('invitations').countDocuments({ userId: 'trace' })).toBe(0);
  });

  it('are mailed once for one Idempotency-Key', async () => {
    await register('once');
    const invite = () => admin.call<Invitation>('POST', '/api/users/once/invite', undefined, { 'idempotency-key': 'k' });
    const answers = await Promise.all([invite(), invite(), invite()]);
    expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(3).fill([202, answers[0]?.body]));
    expect(await cluster.db.collection('mails').countDocuments({ 'to.userId': 'once' })).toBe(1);
  });

  it('need somebody with an e-mail address', async () => {
    await admin.expect('PUT', '/api/users/mute', { name: 'Mute' });
    expect((await admin.call<Problem>('POST', '/api/users/mute/invite')).body).toMatchObject({ status: 409, code: 'conflict' });
    for (const id of ['unknown', 'a%20b']) {
      expect((await admin.call<Problem>('POST', `/api/users/${id}/invite`)).body).toMatchObject({ status: 404, code: 'not_found' });
    }
    expect((await admin.call('POST', '/api/users/mute/invite', { email: 'x@x.test' })).status).toBe(400);
  });

  it('put no header into the mail by a name', async () => {
    await register('eve', { name: 'Eve\r\nBcc: spy@x.test\r\n\r\n<script>' });
    await invited('eve');
    const [mail] = server.to('eve@x.test');
    expect([...(mail?.headers.keys() ?? [])]).not.toContain('bcc');
    expect(mail?.body).toContain('&lt;script&gt;,</p>');
    expect(server.to('spy@x.test')).toEqual([]);
  });

  it.each([
    ['a short password', { invite: 'x', password: '1234567' }],
    ['a long one', { invite: 'x', password: 'x'.repeat(1_001) }],
    ['an operator', { invite: { $gt: '' }, password: PASSWORD }],
    ['another field', { invite: 'x', password: PASSWORD, userId: 'admin' }],
  ])('refuse %s', async (_, body) => {
    expect((await nobody.call<Problem>('POST', '/api/auth/set-password', body)).body).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('can’t be guessed: ten wrong ones from an address, and it has to wait', async () => {
    const from = visitor();
    for (let count = 0; count < 10; count++) expect((await choose(`guess${count}`, from)).status).toBe(404);
    await register('slow');
    const invite = await invited('slow');
    const refused = await choose(invite, from);
    expect(refused.body).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await choose(invite)).status).toBe(204);
  });
});
