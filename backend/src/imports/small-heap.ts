import { setFlagsFromString } from 'node:v8';

/** How many in this process ask for it. */
let asking = 0;

/**
 * Asks the garbage collector to keep the heap small while the work is done. Rows become garbage as fast as they are
 * read; left to itself the collector lets so much of it gather that an import takes twice the memory it needs.
 */
export async function withSmallHeap<T>(work: () => Promise<T>): Promise<T> {
  if (asking === 0) setFlagsFromString('--optimize-for-size');
  asking += 1;
  try {
    return await work();
  } finally {
    asking -= 1;
    if (asking === 0) setFlagsFromString('--no-optimize-for-size');
  }
}
