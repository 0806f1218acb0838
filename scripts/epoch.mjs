import { runOnDatabase } from './database-command.mjs';

/** `npm run epoch`, and `npm run epoch -- --new` as the last step of a restore. */
await runOnDatabase('epoch-cli.js');
