import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { ORIGIN, TestCluster } from './test-cluster.js';

describe('the log of connections', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
  });
  afterAll(() => cluster.stop());

  /** The first line of this message with these fields. */
  function line(msg: string, fields: Record<string, unknown>): Promise<Record<string, unknown>> {
    return eventually(`${msg} ${JSON.stringify(fields)}`, () =>
      cluster
        .node(0)
        .log.filter((text) => text.startsWith('{'))
        .map((text) => JSON.parse(text) as Record<string, unknown>)
        .find((each) => each['msg'] === msg && Object.entries(fields).every(([name, value]) => each[name] === value)),
    );
  }

  it('says who came, from where, and who went, and why', async () => {
    const device = await cluster.connect(0, { auth: { token: await cluster.token('ann') }, origin: ORIGIN }).synced();
    device.close();
    const who = { userId: 'ann', origin: ORIGIN, address: expect.stringContaining('127.0.0.1') };
    const { connectionId } = await line('Connected', { userId: 'ann' });
    expect(await line('Connected', { userId: 'ann' })).toMatchObject(who);
    expect(await line('Disconnected', { connectionId })).toMatchObject({ ...who, reason: 'client namespace disconnect' });
  });

  it('says for which reason the node itself ended a connection', async () => {
    const device = await cluster.device('fired');
    await (await cluster.admin()).expect('POST', '/api/users/fired/revoke', {});
    await device.end();
    expect(await line('Disconnected', { userId: 'fired' })).toMatchObject({ closing: 'revoked' });
  });

  it('says the same of event streams', async () => {
    const stream = await cluster.stream('sally', { headers: { origin: ORIGIN } });
    await stream.one('sync');
    await (await cluster.admin()).expect('POST', '/api/users/sally/revoke', {});
    const who = { userId: 'sally', origin: ORIGIN, address: expect.stringContaining('127.0.0.1') };
    expect(await line('Connected', { userId: 'sally' })).toMatchObject(who);
    expect(await line('Disconnected', { userId: 'sally' })).toMatchObject({ ...who, closing: 'revoked' });
    await cluster.follow('/api/signals/stream?ticket=none', { origin: ORIGIN }).status();
    expect(await line('Refused', { path: '/api/signals/stream' })).toMatchObject({ code: 'unauthorized', origin: ORIGIN });
  });

  it('says who was refused, from where, and why', async () => {
    await cluster.connect(0, { auth: { token: 'garbage' }, origin: ORIGIN }).refused();
    expect(await line('Refused', { code: 'unauthorized' })).toMatchObject({ origin: ORIGIN, address: expect.stringContaining('127.0.0.1') });
    await cluster.connect(0, { auth: {}, origin: 'https://evil.test' }).refused();
    expect(await line('Refused', { code: 'forbidden_origin' })).toMatchObject({ origin: 'https://evil.test' });
  });
});
