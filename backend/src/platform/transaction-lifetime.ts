import { mongo } from 'mongoose';

const PARAMETER = 'transactionLifetimeLimitSeconds';
/** Twice what the project starts its own server with. */
const TOLERATED_S = 10;

/**
 * How long a server keeps the locks of a transaction whose client has died, and with them the inboxes that it wrote to.
 * @returns a warning in one sentence; undefined when it is soon enough, or when the server doesn't tell
 */
export async function lifetimeWarning(admin: mongo.Db): Promise<string | undefined> {
  const seconds = await lifetimeSeconds(admin);
  if (seconds === undefined || seconds <= TOLERATED_S) return undefined;
  return (
    `A node that is killed in the middle of a transaction can lock the inboxes that it wrote to for ${seconds} s: ` +
    `start mongod with --setParameter ${PARAMETER}=5.`
  );
}

/** Managed servers and accounts without the right to ask refuse the question. */
async function lifetimeSeconds(admin: mongo.Db): Promise<number | undefined> {
  try {
    const answer = await admin.command({ getParameter: 1, [PARAMETER]: 1 });
    return Number(answer[PARAMETER]);
  } catch (error) {
    if (error instanceof mongo.MongoServerError) return undefined;
    throw error;
  }
}
