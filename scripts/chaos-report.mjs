import { join } from 'node:path';
import { CACHE } from './paths.mjs';

/** Where the fault suite leaves the tally of its last run. */
export const CHAOS_REPORT = join(CACHE, 'chaos', 'tally.json');
