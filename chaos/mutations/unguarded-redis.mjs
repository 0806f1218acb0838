import { mutate } from './mutate.mjs';

/** What the adapter drops stays unheard, and a rejection that nobody hears ends the process, as Node has it. */
mutate('platform/redis-clients.js', 'this.guard(name, client);', '');
mutate('main.js', "process.on('unhandledRejection',", "process.on('never',");
