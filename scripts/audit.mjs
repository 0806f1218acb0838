import { npm } from './npm.mjs';
import { Refusal, run, say } from './output.mjs';

/** What npm says when nobody answered, as opposed to what it found. */
const NO_ANSWER = 'audit endpoint returned an error';

/** `npm run audit`: no package, of the product or of its tools, has a known hole that is called high or critical. */
await run(async () => {
  const { code, output } = await npm(['audit', '--audit-level=high']);
  if (output.includes(NO_ANSWER)) {
    throw new Refusal('The package registry does not answer questions about known holes: try again with one that does.');
  }
  say(output);
  return code === 0 ? 0 : 1;
});
