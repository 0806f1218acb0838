import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './paths.mjs';

/**
 * The few settings that the commands themselves need, from the environment and the root's `.env`
 * (the environment wins). The backend reads and judges all of them, these included.
 */
export function readSettings({ defaultPort = 3000 } = {}) {
  const file = join(ROOT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const { env } = process;
  return {
    port: portOf(env.PORT, defaultPort),
    host: env.HOST || '127.0.0.1',
    dataDir: resolve(ROOT, env.DATA_DIR || '.data'),
    mongodbUri: env.MONGODB_URI || null,
    redisUrl: env.REDIS_URL || null,
    allowedOrigins: env.ALLOWED_ORIGINS || null,
    demo: env.DEMO ? env.DEMO === 'true' : env.NODE_ENV !== 'production',
  };
}

/** What isn't a port is the backend's to complain about. */
function portOf(text, fallback) {
  return /^\d{1,5}$/.test(text ?? '') ? Number(text) : fallback;
}
