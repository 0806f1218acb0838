import '../chaos/typescript.mjs';
import { run } from './output.mjs';
import { lastLine } from './tally.mjs';

/** `npm run chaos`: faults, and what they break. */
await run(async () => {
  const { runChaos } = await import('../chaos/run.ts');
  const { passes } = await import('../chaos/summary.ts');
  const summaries = await runChaos(process.argv.slice(2));
  const passed = summaries.filter(passes).length;
  console.log(`\n${lastLine({ passed, failed: summaries.length - passed, skipped: 0 })}`);
  return passed === summaries.length ? 0 : 1;
});
