import { join } from 'node:path';
import type { Tampering } from '../cell.js';
import type { InvariantId } from '../evidence.js';
import { PLAIN_CLIENT } from './client.js';

/** The plain gateway and its client in the place of the product. */
export const PLAIN: Tampering = {
  client: PLAIN_CLIENT,
  stage: {
    main: join(import.meta.dirname, 'gateway.ts'),
    preload: [join(import.meta.dirname, '..', 'typescript.mjs')],
  },
};

/** It has no numbers, so order and the counts on the way can't be judged. */
export const PLAIN_INVARIANTS: readonly InvariantId[] = ['I1', 'I2', 'I3', 'I5', 'I7', 'I8'];
