import { mutate } from './mutate.mjs';

/** What the queue has lost stays lost. */
mutate('jobs/jobs-sweep.js', 'await this.store.takeOverdue()', '[]');
