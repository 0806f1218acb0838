import { describe, expect, it } from '@jest/globals';
import { mongo } from 'mongoose';
import { lifetimeWarning } from './transaction-lifetime.js';

/** A server that answers every command by this. */
function server(answer: () => Promise<object>): mongo.Db {
  return { command: answer } as unknown as mongo.Db;
}

const says = (seconds: number) => server(async () => ({ transactionLifetimeLimitSeconds: seconds }));

describe(lifetimeWarning.name, () => {
  it('warns of the default of MongoDB, and says what to do', async () => {
    expect(await lifetimeWarning(says(60))).toMatch(/60 s: .*transactionLifetimeLimitSeconds=5\.$/);
  });

  it.each([1, 5, 10])('is content with %d s', async (seconds) => {
    expect(await lifetimeWarning(says(seconds))).toBeUndefined();
  });

  it('says nothing of a server that does not tell', async () => {
    const refusal = new mongo.MongoServerError({ message: 'not authorized', code: 13 });
    expect(await lifetimeWarning(server(() => Promise.reject(refusal)))).toBeUndefined();
  });

  it('does not hide that the server can’t be reached', async () => {
    const away = new mongo.MongoNetworkError('gone');
    await expect(lifetimeWarning(server(() => Promise.reject(away)))).rejects.toBe(away);
  });
});
