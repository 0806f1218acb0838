import './no-reconciliation.mjs';
import { mutate } from './mutate.mjs';

/** A connection hears of its person only some time after its first page was read, and nobody looks again. */
mutate('realtime/connect.js', 'this.connections.add(connection);', 'setTimeout(() => connection.closed || this.connections.add(connection), 400);');
