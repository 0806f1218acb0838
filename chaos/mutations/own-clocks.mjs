import { mutate } from './mutate.mjs';

/** Each node believes its own clock. */
mutate('platform/clock.js', 'this.#aheadMs = isWrong ? ahead : 0;', '');
