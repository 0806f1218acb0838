import '../chaos/typescript.mjs';
import { CHAOS_REPORT } from './chaos-report.mjs';
import { run, say } from './output.mjs';
import { writeState } from './state-file.mjs';
import { lastLine } from './tally.mjs';

/** `npm run chaos`: faults, and what they break. */
await run(async () => {
  const { runChaos } = await import('../chaos/run.ts');
  const { passes } = await import('../chaos/summary.ts');
  const summaries = await runChaos(process.argv.slice(2));
  const shown = summaries.filter(({ notRun }) => notRun === undefined);
  const passed = shown.filter(passes).length;
  const tally = { passed, failed: shown.length - passed, skipped: summaries.length - shown.length };
  writeState(CHAOS_REPORT, tally);
  say(`\n${lastLine(tally)}`);
  return tally.failed > 0 ? 1 : 0;
});
