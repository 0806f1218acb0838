import { runOnDatabase } from './database-command.mjs';

/** `npm run user -- add …` */
await runOnDatabase('user-cli.js');
