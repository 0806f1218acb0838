import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { z } from 'zod';
import { keptSecret } from './kept-secret.js';

const SHORTEST_SECRET = 32;

const ON = ['true', 'on', '1'];

const flag = z
  .enum(['true', 'false', 'on', 'off', '1', '0'], 'must be true or false')
  .transform((value) => ON.includes(value));

function whole(min: number, max = Number.MAX_SAFE_INTEGER) {
  const problem = `must be a whole number ${max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`}`;
  return z.coerce.number(problem).int(problem).min(min, problem).max(max, problem);
}

function address(protocols: string[]) {
  const starts = (value: string) => protocols.some((protocol) => value.startsWith(`${protocol}://`));
  return z
    .string()
    .refine((value) => starts(value), `must start with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`);
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value;
}

const origins = z
  .string()
  .transform((list) => list.split(',').map((origin) => origin.trim()))
  .refine((list) => list.every(isOrigin), 'must be a comma-separated list of origins such as https://example.com');

/** Every setting, with its rule. Problems are phrased to follow the name; none repeats a value. */
const SETTINGS = {
  NODE_ENV: z.enum(['development', 'production', 'test'], 'must be development, production or test').default('development'),
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  MONGODB_URI: address(['mongodb', 'mongodb+srv']).optional(),
  MONGODB_DB: z.string().regex(/^[A-Za-z0-9_-]{1,63}$/, 'must be 1 to 63 letters, digits, _ or -').default('eventide'),
  REDIS_URL: address(['redis', 'rediss']).optional(),
  EVENTIDE_ROLE: z.enum(['all', 'gateway', 'worker'], 'must be all, gateway or worker').default('all'),
  JWT_SECRET: z
    .string()
    .refine((value) => Buffer.byteLength(value) >= SHORTEST_SECRET, `must have at least ${SHORTEST_SECRET} bytes`)
    .optional(),
  JWT_ISSUER: z.string().default('eventide'),
  JWT_AUDIENCE: z.string().default('eventide'),
  JWKS_URL: address(['https', 'http']).refine((value) => URL.canParse(value), 'must be a valid address').optional(),
  JWKS_ISSUER: z.string().optional(),
  JWKS_AUDIENCE: z.string().optional(),
  JWT_ROLES_CLAIM: z.string().default('roles'),
  ACCESS_TOKEN_TTL_S: whole(1).default(900),
  REFRESH_TOKEN_TTL_S: whole(1).default(30 * 24 * 3600),
  ALLOWED_ORIGINS: origins.optional(),
  RETENTION_DAYS: z.coerce.number('must be a number above 0').positive('must be a number above 0').default(30),
  MAX_CONNECTIONS_PER_USER: whole(1).default(100),
  MAX_EVENTS_PER_MINUTE: whole(1).default(600),
  LOGIN_FAILURES_PER_MINUTE: whole(1).default(10),
  SMTP_URL: address(['smtp', 'smtps']).refine((value) => URL.canParse(value), 'must be a valid address').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>\p{Cc}]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s,;]+@[^<>@\s,;]+)$/u, 'must be an address, or as in Eventide <eventide@example.com>')
    .default('Eventide <eventide@localhost>'),
  METRICS_PORT: whole(1, 65_535).optional(),
  TRUST_PROXY: z.union([flag, whole(1, 16)], 'must be off, on or the number of proxies').default(false),
  DEMO: flag.optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be fatal, error, warn, info, debug, trace or silent')
    .default('info'),
  ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
} satisfies Record<string, z.ZodType>;

const SCHEMA = z.object(SETTINGS);

type Settings = z.infer<typeof SCHEMA>;
type Variables = Readonly<Record<string, string | undefined>>;

/** The names of all settings, as `.env.example` lists them. */
export const SETTING_NAMES = Object.keys(SETTINGS);

/** Everything that is wrong with the settings, a sentence each; no sentence holds a value. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = SettingsError.name;
  }
}

/** Rules between settings; they look at the raw ones, so that they are judged beside the rules of each. */
function rulesBetween(given: Variables): string[] {
  const problems: string[] = [];
  if (!given.MONGODB_URI) problems.push('MONGODB_URI is missing: `npm start` sets it to the mongod that it starts.');
  if (given.NODE_ENV === 'production') {
    if (!given.JWT_SECRET) problems.push('JWT_SECRET is missing: production needs one.');
    if (ON.includes(given.DEMO ?? '')) problems.push('DEMO must be false in production.');
  }
  const role = given.EVENTIDE_ROLE;
  if ((role === 'gateway' || role === 'worker') && !given.REDIS_URL) {
    problems.push(`REDIS_URL is missing: the role ${role} needs Redis.`);
  }
  if (given.JWKS_URL && !(given.JWKS_ISSUER && given.JWKS_AUDIENCE)) {
    problems.push('JWKS_ISSUER and JWKS_AUDIENCE are needed with JWKS_URL.');
  }
  if (Boolean(given.ADMIN_EMAIL) !== Boolean(given.ADMIN_PASSWORD)) {
    problems.push('ADMIN_EMAIL and ADMIN_PASSWORD are needed together.');
  }
  return problems;
}

/** Signs tokens when none is set; outside production only. */
function developmentSecret(dataDir: string): string {
  return keptSecret(dataDir, 'jwt-secret', () => randomBytes(SHORTEST_SECRET).toString('base64url'));
}

/** Tokens of an identity provider that are accepted beside our own. */
export interface IdentityProvider {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
}

function identityProvider(settings: Settings): IdentityProvider | undefined {
  if (!settings.JWKS_URL || !settings.JWKS_ISSUER || !settings.JWKS_AUDIENCE) return undefined;
  return { jwksUrl: settings.JWKS_URL, issuer: settings.JWKS_ISSUER, audience: settings.JWKS_AUDIENCE };
}

function firstAdmin(settings: Settings): { readonly email: string; readonly password: string } | undefined {
  if (!settings.ADMIN_EMAIL || !settings.ADMIN_PASSWORD) return undefined;
  return { email: settings.ADMIN_EMAIL, password: settings.ADMIN_PASSWORD };
}

/** The settings of this process, grouped by concern and frozen. The one place that reads `process.env`. */
export class Env {
  readonly production: boolean;
  readonly role: Settings['EVENTIDE_ROLE'];
  /** Names this process among the nodes, in logs. */
  readonly nodeName = `${hostname()}-${process.pid}`;
  readonly dataDir: string;
  readonly demo: boolean;
  readonly logLevel: Settings['LOG_LEVEL'];
  readonly retentionDays: number;
  readonly redisUrl: string | undefined;
  readonly mongo: { readonly uri: string; readonly db: string };
  /** Without a server, mails become files. */
  readonly mail: { readonly smtpUrl: string | undefined; readonly from: string };
  readonly http: {
    readonly port: number;
    readonly host: string;
    readonly allowedOrigins: readonly string[];
    /** How many proxies stand in front. */
    readonly proxies: number;
    readonly metricsPort: number | undefined;
  };
  readonly tokens: {
    readonly secret: string;
    readonly issuer: string;
    readonly audience: string;
    readonly rolesClaim: string;
    readonly accessTtlS: number;
    readonly refreshTtlS: number;
    readonly identityProvider: IdentityProvider | undefined;
  };
  readonly limits: {
    readonly connectionsPerUser: number;
    readonly eventsPerMinute: number;
    readonly loginFailuresPerMinute: number;
  };
  readonly firstAdmin: { readonly email: string; readonly password: string } | undefined;

  private constructor(settings: Settings & { MONGODB_URI: string; JWT_SECRET: string }) {
    this.production = settings.NODE_ENV === 'production';
    this.role = settings.EVENTIDE_ROLE;
    this.dataDir = settings.DATA_DIR;
    this.demo = settings.DEMO ?? !this.production;
    this.logLevel = settings.LOG_LEVEL;
    this.retentionDays = settings.RETENTION_DAYS;
    this.redisUrl = settings.REDIS_URL;
    this.mongo = Object.freeze({ uri: settings.MONGODB_URI, db: settings.MONGODB_DB });
    this.mail = Object.freeze({ smtpUrl: settings.SMTP_URL, from: settings.MAIL_FROM });
    this.http = Object.freeze({
      port: settings.PORT,
      host: settings.HOST,
      allowedOrigins: settings.ALLOWED_ORIGINS ?? ['localhost', '127.0.0.1'].map((host) => `http://${host}:${settings.PORT}`),
      proxies: Number(settings.TRUST_PROXY),
      metricsPort: settings.METRICS_PORT,
    });
    this.tokens = Object.freeze({
      secret: settings.JWT_SECRET,
      issuer: settings.JWT_ISSUER,
      audience: settings.JWT_AUDIENCE,
      rolesClaim: settings.JWT_ROLES_CLAIM,
      accessTtlS: settings.ACCESS_TOKEN_TTL_S,
      refreshTtlS: settings.REFRESH_TOKEN_TTL_S,
      identityProvider: identityProvider(settings),
    });
    this.limits = Object.freeze({
      connectionsPerUser: settings.MAX_CONNECTIONS_PER_USER,
      eventsPerMinute: settings.MAX_EVENTS_PER_MINUTE,
      loginFailuresPerMinute: settings.LOGIN_FAILURES_PER_MINUTE,
    });
    this.firstAdmin = firstAdmin(settings);
    Object.freeze(this);
  }

  /**
   * Reads the settings; an empty one counts as unset. In development a missing secret is made once and kept.
   * @throws SettingsError that names every problem
   */
  static from(variables: Variables): Env {
    const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
    const parsed = SCHEMA.safeParse(given);
    const problems = [
      ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}.`),
      ...rulesBetween(given),
    ];
    if (!parsed.success || problems.length > 0) throw new SettingsError(problems);
    const { MONGODB_URI = '', JWT_SECRET = developmentSecret(parsed.data.DATA_DIR) } = parsed.data;
    return new Env({ ...parsed.data, MONGODB_URI, JWT_SECRET });
  }

  /** The settings of this process. */
  static ofProcess(): Env {
    return Env.from(process.env);
  }
}
