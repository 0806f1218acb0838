import type { Invariant } from '../evidence.js';
import { linesOf } from '../history.js';

const SAID = ['unauthorized', 'token_expired'];

/** Who has no valid token is told so at the door, and never gets in. */
export const STRANGERS_OUT: Invariant = {
  id: 'S2',
  title: 'nobody gets in before being known',
  judge: ({ lines }) =>
    linesOf(lines, 'stranger').flatMap(({ who, token, admitted, answer }) => {
      if (admitted) return [`${who} was let in with ${token}`];
      return SAID.includes(answer) ? [] : [`${who} with ${token} was answered ${answer || 'nothing'}`];
    }),
};
