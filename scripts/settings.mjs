import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from './output.mjs';
import { ROOT } from './paths.mjs';
import { freePort } from './ports.mjs';

/** Stands for the address of a mongod that isn't started yet, while the settings are judged. */
const EMBEDDED = 'mongodb://embedded';

/**
 * The settings that the commands themselves need, from the environment and the root's `.env` (the
 * environment wins). All settings are judged here, by the backend's own rules, before anything is
 * started; refuses with a sentence for each problem.
 * @param {Record<string, string>} defaults of the command, where they differ from the backend's
 */
export async function readSettings(defaults = {}) {
  const file = join(ROOT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const env = await judge({
    ...defaults,
    ...set,
    MONGODB_URI: set.MONGODB_URI ?? EMBEDDED,
    DATA_DIR: resolve(ROOT, set.DATA_DIR ?? '.data'),
  });
  return {
    port: env.http.port || (await freePort()),
    host: env.http.host,
    dataDir: env.dataDir,
    demo: env.demo,
    mongodbUri: set.MONGODB_URI ?? null,
    redisUrl: set.REDIS_URL ?? null,
    allowedOrigins: set.ALLOWED_ORIGINS ?? null,
  };
}

async function judge(variables) {
  const { Env, SettingsError } = await import(join(ROOT, 'backend', 'dist', 'platform', 'env.js'));
  try {
    return Env.from(variables);
  } catch (error) {
    if (error instanceof SettingsError) throw new Refusal(error.message);
    throw error;
  }
}
