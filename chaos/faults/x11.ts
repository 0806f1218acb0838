import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import type { Mongod } from '../mongo-server.js';

const ALONE_MS = 1_500;
const CUT_MS = 8_000;
const BETWEEN_MS = 3_000;

/**
 * Three ways to lose a primary: its secondaries lag behind, it is replaced, and wakes up believing itself primary; the
 * network to it goes silent; it dies.
 */
export const FAIL_OVER: Fault = {
  id: 'X11',
  title: 'fail-over: a primary left alone and replaced, one cut off, one killed',
  // Otherwise the primary pushes ahead what a frozen member then finds in its sockets.
  stage: { members: 3, mongod: ['oplogFetcherUsesExhaust=false'] },
  lastsMs: 3_000,
  async inject({ stage: { mongo } }) {
    await replaceLonely(mongo);
    await delay(BETWEEN_MS);
    const unreachable = await mongo.primary();
    unreachable.proxy.blackhole();
    await delay(CUT_MS);
    unreachable.proxy.heal();
    await delay(BETWEEN_MS);
    const dead = await mongo.primary();
    await dead.kill();
    DEAD.set(mongo, dead);
  },
  async heal({ stage: { mongo } }) {
    await DEAD.get(mongo)?.start();
    await mongo.primary();
  },
};

interface Members {
  readonly members: readonly Mongod[];
  primary(): Promise<Mongod>;
}

/** The primary alone goes on for a while; what it has promised by itself would be rolled back. */
async function replaceLonely(mongo: Members): Promise<void> {
  const primary = await mongo.primary();
  const others = mongo.members.filter((member) => member !== primary);
  for (const other of others) other.signal('SIGSTOP');
  await delay(ALONE_MS);
  primary.signal('SIGSTOP');
  for (const other of others) other.signal('SIGCONT');
  await mongo.primary();
  primary.signal('SIGCONT');
}

/** Who is to be started again. */
const DEAD = new WeakMap<object, Mongod>();
