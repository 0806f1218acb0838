import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import { unavailable } from '../platform/deadline.js';
import { Semaphore } from '../platform/semaphore.js';

const derive = promisify(argon2);

/** OWASP's smallest recommended cost for argon2id; kept with each hash, so that it can be raised later. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

type Cost = typeof COST;

/** Half of the threads that Node has for such work: the others check tokens, also beside a flood of sign-ins. */
const AT_ONCE = 2;
/** What they do in a second or two, within which a sign-in must be answered. */
const MOST_WAITING = 100;
const turns = new Semaphore(AT_ONCE);

async function deriveHash(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
  if (turns.waiting >= MOST_WAITING) throw unavailable();
  const parameters: Argon2Parameters = { message: password, nonce, tagLength: HASH_BYTES, ...cost };
  return turns.run(() => derive('argon2id', parameters));
}

/**
 * @returns `argon2id$memory$passes$parallelism$salt$hash`
 * @throws DomainError `unavailable` when too many wait for their turn
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await deriveHash(password, salt, COST);
  return ['argon2id', COST.memory, COST.passes, COST.parallelism, salt.toString('base64'), hash.toString('base64')].join('$');
}

/**
 * Takes as long for an account without a password, or no account at all, as for a wrong password.
 * @param stored what {@link hashPassword} gave, or null
 * @throws DomainError `unavailable` when too many wait for their turn
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', hash = ''] = stored?.split('$') ?? [];
  const cost = stored ? { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) } : COST;
  const nonce = stored ? Buffer.from(salt, 'base64') : Buffer.alloc(SALT_BYTES);
  const derived = await deriveHash(password, nonce, cost);
  const expected = Buffer.from(hash, 'base64');
  return expected.length === HASH_BYTES && timingSafeEqual(derived, expected);
}
