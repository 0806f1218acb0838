import { runChecks } from './checks.mjs';
import { run, say } from './output.mjs';
import { lastLine } from './tally.mjs';

/** `npm run check`: types, lint, import rules, dead exports, unit tests. */
await run(async () => {
  const tally = await runChecks();
  say(`\n${lastLine(tally)}`);
  return tally.failed > 0 ? 1 : 0;
});
