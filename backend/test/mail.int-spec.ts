import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../src/platform/clock.js';
import { EmlMailer } from '../src/platform/mail/eml-mailer.js';
import type { Mail } from '../src/platform/mail/mail.js';
import { MailOutbox, type MailRecord } from '../src/platform/mail/mail-outbox.store.js';
import { MOST_ATTEMPTS } from '../src/platform/mail/mail-retries.js';
import { MailSweep } from '../src/platform/mail/mail-sweep.js';
import type { Mailer } from '../src/platform/mail/mailer.js';
import { SmtpMailer } from '../src/platform/mail/smtp-mailer.js';
import { Metrics } from '../src/platform/metrics.js';
import { Troubles, type Trouble } from '../src/platform/troubles.js';
import { openDatabase, type TestDatabase } from './database.js';
import { eventually } from './eventually.js';
import { TestMailServer } from './test-mail-server.js';

const FROM = 'Eventide <eventide@x.test>';

function mail(id: string, fields: Partial<Mail> = {}): Mail {
  return { id, to: { name: 'Ann', address: `${id}@x.test` }, subject: `About ${id}`, text: 'Plain words', html: '<p>Rich words</p>', ...fields };
}

describe(MailSweep.name, () => {
  let database: TestDatabase;
  let clock: Clock;
  let outbox: MailOutbox;
  let server: TestMailServer;
  let sweeps: MailSweep[];
  let reported: Trouble[];

  beforeAll(async () => {
    database = await openDatabase();
    clock = new Clock(database.mongo, new Metrics());
    outbox = new MailOutbox(database.mongo, database.env, clock);
    server = await new TestMailServer().start();
  });
  afterAll(async () => {
    await server.stop();
    await database.close();
  });
  beforeEach(() => {
    sweeps = [];
    reported = [];
  });
  afterEach(() => Promise.all(sweeps.map((sweep) => sweep.beforeApplicationShutdown())));

  function sweep(mailer: Mailer = new SmtpMailer(server.url, FROM)): void {
    const troubles = new Troubles();
    troubles.listen((trouble) => reported.push(trouble));
    const started = new MailSweep(outbox, mailer, troubles, new Metrics(), database.env, clock);
    started.onApplicationBootstrap();
    sweeps.push(started);
  }

  const records = () => database.mongo.collection<MailRecord>('mails');
  const record = (id: string) => records().findOne({ _id: id });
  const settled = (id: string) => eventually(`the end of ${id}`, async () => (await record(id))?.forgetAt, 15_000);

  it('sends both bodies, and forgets them', async () => {
    sweep();
    await outbox.add(mail('both', { subject: 'Zwölf für Zoë' }));
    await settled('both');
    const [received] = server.to('both@x.test');
    expect(received?.headers.get('to')).toBe('Ann <both@x.test>');
    expect(received?.headers.get('from')).toBe(FROM);
    expect(received?.headers.get('subject')).toMatch(/^=\?UTF-8\?/);
    expect(received?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(received?.body).toContain('Plain words');
    expect(received?.body).toContain('<p>Rich words</p>');
    const kept = await record('both');
    expect(kept).toMatchObject({ attempts: 1, sentAt: expect.any(Date) });
    expect(kept).not.toHaveProperty('text');
    expect(kept).not.toHaveProperty('html');
  });

  it('sends one mail for one id, whoever adds it and however many processes sweep', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `many${index}`);
    await Promise.all(ids.flatMap((id) => [outbox.add(mail(id)), outbox.add(mail(id))]));
    for (let count = 0; count < 3; count++) sweep();
    for (const id of ids) await settled(id);
    await outbox.add(mail('many0'));
    await outbox.add(mail('last'));
    await settled('last');
    for (const id of ids) expect(server.to(`${id}@x.test`)).toHaveLength(1);
  });

  it('repeats under the same Message-ID what was sent by a process that did not live to note it', async () => {
    const mailer = new SmtpMailer(server.url, FROM);
    await outbox.add(mail('repeated'));
    const claimed = await outbox.claim(new Date(), 0);
    expect(claimed?.mail.id).toBe('repeated');
    await mailer.send(mail('repeated'), AbortSignal.timeout(10_000));
    sweep(mailer);
    await settled('repeated');
    const ids = server.to('repeated@x.test').map(({ headers }) => headers.get('message-id'));
    expect(ids).toEqual([expect.stringMatching(/^<[0-9a-f]{32}@x\.test>$/), ids[0]]);
  });

  it('keeps what it can’t send while the server is away, and sends it once when it is back', async () => {
    await server.stop();
    sweep();
    sweep();
    await outbox.add(mail('patient'));
    await eventually('two tries', async () => ((await record('patient'))?.attempts ?? 0) >= 2, 15_000);
    expect(server.to('patient@x.test')).toHaveLength(0);
    await server.start();
    await settled('patient');
    await outbox.add(mail('after'));
    await settled('after');
    expect(server.to('patient@x.test')).toHaveLength(1);
    expect(reported).toEqual([]);
  });

  it.each([
    ['the server refuses for good', 'refused@x.test'],
    ['has no address', 'nobody'],
    ['has two addresses', 'a@x.test>, <b@x.test'],
  ])('gives up at once what %s, and says so', async (_, address) => {
    sweep();
    await outbox.add(mail(`bad ${address}`, { to: { name: 'X', address } }));
    await settled(`bad ${address}`);
    expect(await record(`bad ${address}`)).toMatchObject({ attempts: 1, problem: expect.any(String) });
    expect(reported).toEqual(['mail_failed']);
    expect(server.to('b@x.test')).toEqual([]);
  });

  it('gives up what has failed too often', async () => {
    const away = new SmtpMailer('smtp://127.0.0.1:1', FROM);
    await outbox.add(mail('tired'));
    await records().updateOne({ _id: 'tired' }, { $set: { attempts: MOST_ATTEMPTS - 1 } });
    sweep(away);
    await settled('tired');
    expect(await record('tired')).toMatchObject({ attempts: MOST_ATTEMPTS, problem: expect.any(String) });
    expect(reported).toEqual(['mail_failed']);
  });

  it('lets no header begin in a name or a subject', async () => {
    sweep();
    const name = 'Ann\r\nBcc: spy@x.test\r\n\r\nhello';
    await outbox.add(mail('inject', { to: { name, address: 'inject@x.test' }, subject: 'Hi\nX-Evil: 1\u2028there\0' }));
    await settled('inject');
    const [received] = server.to('inject@x.test');
    expect(received?.recipients).toEqual(['inject@x.test']);
    expect([...(received?.headers.keys() ?? [])]).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(bcc|x-evil)$/)]));
    expect(received?.headers.get('subject')).toBe('Hi X-Evil: 1 there');
    expect(received?.headers.get('to')).toContain('<inject@x.test>');
    expect(server.to('spy@x.test')).toEqual([]);
  });

  it('erases what is on its way to somebody', async () => {
    await outbox.add(mail('erased', { to: { userId: 'gone', name: 'Gone', address: 'erased@x.test' } }));
    expect([await outbox.erase('gone'), await outbox.erase('gone')]).toEqual([true, false]);
    expect(await record('erased')).toBeNull();
  });

  it('writes files where there is no server, one for each mail', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'eventide-mail-'));
    try {
      const mailer = new EmlMailer(join(folder, 'mail'), FROM);
      await mailer.send(mail('../../a file'));
      await mailer.send(mail('../../a file'));
      const [name = '', ...others] = readdirSync(join(folder, 'mail'));
      expect(others).toEqual([]);
      expect(name).toMatch(/^-a-file-[0-9a-f]{12}\.eml$/);
      expect(readFileSync(join(folder, 'mail', name), 'utf8')).toContain('\r\nFrom: Eventide <eventide@x.test>\r\n');
      expect(statSync(join(folder, 'mail', name)).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
