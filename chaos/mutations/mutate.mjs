import { registerHooks } from 'node:module';

/**
 * Changes the built product while it is loaded, in this process alone: `before` becomes `after` in one file of
 * `backend/dist`. Ends the process when the text isn't there exactly once, since a change that changes nothing shows nothing.
 */
export function mutate(file, before, after) {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(`/backend/dist/${file}`)) return loaded;
      const parts = loaded.source.toString().split(before);
      if (parts.length === 2) return { ...loaded, source: parts.join(after) };
      process.stderr.write(`${file} holds "${before}" ${parts.length - 1} times, and should once\n`);
      process.exit(1);
    },
  });
}
