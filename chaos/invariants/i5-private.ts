import type { Invariant } from '../evidence.js';
import { linesOf, userOf } from '../history.js';

/** No device gets anything of another user. */
export const PRIVATE: Invariant = {
  id: 'I5',
  title: 'private',
  judge: ({ lines }) =>
    linesOf(lines, 'receive').flatMap(({ who, event, tags }) =>
      tags.filter((tag) => tag !== userOf(who)).map((tag) => `${who} got ${event} of ${tag}`),
    ),
};
