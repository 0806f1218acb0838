import { mutate } from './mutate.mjs';

/** Number and count are written beside the transaction of the change. */
mutate('notifications/mongo-inbox-commit.js', 'upsert: true } })), { session, ordered: true }', 'upsert: true } })), { ordered: true }');
