import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Env, SETTING_NAMES, SettingsError } from './env.js';

const SECRET = 'a secret of thirty-two bytes or so';
const MINIMAL = { MONGODB_URI: 'mongodb://localhost:27017', JWT_SECRET: SECRET };

function problemsWith(variables: Record<string, string>): readonly string[] {
  try {
    Env.from(variables);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe(Env.name, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'eventide-env-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has the contract’s defaults', () => {
    const env = Env.from(MINIMAL);
    expect(env).toMatchObject({ production: false, role: 'all', dataDir: '.data', demo: true, logLevel: 'info', retentionDays: 30 });
    expect(env.http).toEqual({
      port: 3000,
      host: '127.0.0.1',
      allowedOrigins: ['http://localhost:3000', 'http://127.0.0.1:3000'],
      proxies: 0,
      metricsPort: undefined,
    });
    expect(env.tokens).toMatchObject({ issuer: 'eventide', audience: 'eventide', rolesClaim: 'roles', accessTtlS: 900 });
    expect(env.tokens.refreshTtlS).toBe(30 * 24 * 3600);
    expect(env.limits).toEqual({ connectionsPerUser: 100, eventsPerMinute: 600, loginFailuresPerMinute: 10 });
    expect(env.mongo.db).toBe('eventide');
  });

  it('takes an empty setting for an unset one', () => {
    expect(Env.from({ ...MINIMAL, PORT: '', REDIS_URL: '', METRICS_PORT: '' }).http.port).toBe(3000);
  });

  it('can’t be changed', () => {
    const env = Env.from(MINIMAL);
    expect(Object.isFrozen(env) && Object.isFrozen(env.http) && Object.isFrozen(env.tokens)).toBe(true);
  });

  it('names every problem at once, and no value', () => {
    const canary = 'canary-5f1c';
    const problems = problemsWith({
      MONGODB_URI: `http://${canary}`,
      JWT_SECRET: canary,
      PORT: canary,
      EVENTIDE_ROLE: canary,
      ALLOWED_ORIGINS: `https://${canary}/path`,
      RETENTION_DAYS: '0',
      DEMO: canary,
      ADMIN_PASSWORD: canary,
    });
    const names = ['MONGODB_URI', 'JWT_SECRET', 'PORT', 'EVENTIDE_ROLE', 'ALLOWED_ORIGINS', 'RETENTION_DAYS', 'DEMO', 'ADMIN_EMAIL'];
    for (const name of names) expect(problems.some((problem) => problem.startsWith(name))).toBe(true);
    expect(problems.join()).not.toContain(canary);
    for (const problem of problems) expect(problem).toMatch(/^[A-Z].*\.$/);
  });

  it.each([
    ['production without a secret', { NODE_ENV: 'production', MONGODB_URI: MINIMAL.MONGODB_URI }, 'JWT_SECRET'],
    ['the demo in production', { ...MINIMAL, NODE_ENV: 'production', DEMO: 'true' }, 'DEMO'],
    ['a secret of 31 bytes', { ...MINIMAL, JWT_SECRET: 'x'.repeat(31) }, 'JWT_SECRET'],
    ['no database', { JWT_SECRET: SECRET }, 'MONGODB_URI'],
    ['a gateway without Redis', { ...MINIMAL, EVENTIDE_ROLE: 'gateway' }, 'REDIS_URL'],
    ['a worker without Redis', { ...MINIMAL, EVENTIDE_ROLE: 'worker' }, 'REDIS_URL'],
    ['an identity provider without issuer', { ...MINIMAL, JWKS_URL: 'https://id.test/jwks', JWKS_AUDIENCE: 'a' }, 'JWKS_ISSUER'],
    ['a port beyond the last', { ...MINIMAL, PORT: '65536' }, 'PORT'],
    ['an origin with a path', { ...MINIMAL, ALLOWED_ORIGINS: 'https://a.test,https://b.test/' }, 'ALLOWED_ORIGINS'],
    ['an administrator without password', { ...MINIMAL, ADMIN_EMAIL: 'a@b.test' }, 'ADMIN_EMAIL'],
  ])('refuses %s', (_, variables, name) => {
    const problems = problemsWith(variables);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
  });

  it('has no demo in production', () => {
    expect(Env.from({ ...MINIMAL, NODE_ENV: 'production' }).demo).toBe(false);
  });

  it.each([
    ['off', 0],
    ['false', 0],
    ['on', 1],
    ['2', 2],
  ])('reads TRUST_PROXY %s as %d proxies', (given, proxies) => {
    expect(Env.from({ ...MINIMAL, TRUST_PROXY: given }).http.proxies).toBe(proxies);
  });

  it('makes a development secret once and keeps it to its owner', () => {
    const variables = { MONGODB_URI: MINIMAL.MONGODB_URI, DATA_DIR: folder };
    const { secret } = Env.from(variables).tokens;
    expect(Buffer.byteLength(secret)).toBeGreaterThanOrEqual(32);
    expect(Env.from(variables).tokens.secret).toBe(secret);
    expect(statSync(join(folder, 'jwt-secret')).mode & 0o777).toBe(0o600);
  });

  it('knows the same settings as .env.example, with the same defaults', () => {
    const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    const lines = [...example.matchAll(/^(# )?([A-Z_]+)=(.*)$/gm)];
    expect(lines.map(([, , name]) => name).sort()).toEqual([...SETTING_NAMES].sort());
    const set: Record<string, string> = Object.fromEntries(lines.filter(([, comment]) => !comment).map(([, , name = '', value = '']) => [name, value]));
    const { nodeName: _a, ...asInExample } = Env.from({ ...MINIMAL, ...set });
    const { nodeName: _b, ...byDefault } = Env.from(MINIMAL);
    expect(asInExample).toEqual(byDefault);
  });

  it('gets from docker-compose.yml what an installation decides; nothing there means the default', () => {
    const compose = readFileSync(new URL('../../../docker-compose.yml', import.meta.url), 'utf8');
    const passed = [...compose.matchAll(/^ +([A-Z_]+): \$\{\1:-[^}]*\}$/gm)].map(([, name = '']) => name);
    expect(passed).toEqual(expect.arrayContaining(['ADMIN_EMAIL', 'ADMIN_PASSWORD', 'SMTP_URL', 'MAIL_FROM', 'LOG_LEVEL']));
    const { nodeName: _a, ...empty } = Env.from({ ...Object.fromEntries(passed.map((name) => [name, ''])), ...MINIMAL });
    const { nodeName: _b, ...byDefault } = Env.from(MINIMAL);
    expect(empty).toEqual(byDefault);
  });
});
