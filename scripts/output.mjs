/** A reason to stop that the person at the terminal can act on: one sentence, no stack. */
export class Refusal extends Error {}

/** Tells the person what goes on; a line each. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/**
 * Runs a command's main function and ends the process with what it returns (0 for nothing), whatever
 * still waits. A {@link Refusal} is printed as its sentence, and so is what `parseArgs` says of the
 * arguments; anything else is a defect and keeps its stack.
 */
export async function run(main) {
  outliveTheTerminal();
  try {
    process.exit((await main()) ?? 0);
  } catch (error) {
    const isTold = error instanceof Refusal || error.code?.startsWith('ERR_PARSE_ARGS');
    process.stderr.write(`${isTold ? error.message : error.stack}\n`);
    process.exit(1);
  }
}

/** A terminal that was closed meanwhile is no reason to stop half-way. */
function outliveTheTerminal() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}
