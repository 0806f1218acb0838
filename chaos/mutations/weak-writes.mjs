import { mutate } from './mutate.mjs';

/** One member's memory is enough for an answer. */
mutate('platform/transaction.js', "writeConcern: { w: 'majority', j: true },", 'writeConcern: { w: 1, j: false },');
