import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY_MS = 5_000;

/** Collects all garbage again and again, so that what is left of the heap is what the process holds. */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
setInterval(() => collect(), EVERY_MS).unref();
