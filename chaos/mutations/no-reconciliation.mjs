import { mutate } from './mutate.mjs';

/** Nobody looks whether a hint was lost. */
mutate('realtime/reconciler.js', 'if (this.connections.size > 0) {', 'if (false) {');
