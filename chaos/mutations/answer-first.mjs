import { mutate } from './mutate.mjs';

/** Callers are answered while the commit is only under way. */
mutate('platform/transaction.js', 'const fate = await before(deadline, settling);', "settling.catch(() => undefined); const fate = { status: 'committed' };");
mutate('platform/transaction.js', 'await session.commitTransaction();', 'await pause(400); await session.commitTransaction();');
