import './no-reconciliation.mjs';
import { mutate } from './mutate.mjs';

/** An event stream hears of its person only some time after its first page was read, and nobody looks again. */
mutate(
  'realtime/device-streams.js',
  'void this.#begin(connection, cursor, sse);',
  'connection.offer = () => undefined; setTimeout(() => delete connection.offer, 400); void this.#begin(connection, cursor, sse);',
);
