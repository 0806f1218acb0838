import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutate } from './mutate.mjs';

const WRITER = 'notifications/inbox-writer.js';
let armed = null;

/** A signal arms the point that is written in the data folder; who passes it next dies there. */
process.on('SIGUSR2', () => {
  armed = readFileSync(join(process.env.DATA_DIR, 'kill-point'), 'utf8');
});
globalThis.passPoint = (name) => {
  if (name === armed) process.kill(process.pid, 'SIGKILL');
};

mutate(WRITER, 'let result = await this.repository.commit(', "globalThis.passPoint('before commit'); let result = await this.repository.commit(");
mutate(WRITER, 'const frames = outcomes.flatMap(', "globalThis.passPoint('after commit'); const frames = outcomes.flatMap(");
mutate(WRITER, 'batch.forEach((request, index) => {', "globalThis.passPoint('before answer'); batch.forEach((request, index) => {");
mutate('notifications/mongo-inbox-commit.js', 'if (plan.updates.length > 0) {', "globalThis.passPoint('in the batch'); if (plan.updates.length > 0) {");
