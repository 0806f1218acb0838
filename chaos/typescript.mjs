import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Lets Node run this workspace's sources, and the library's pure functions, as they are: it strips types by itself,
 * but looks for imports under the name that is written.
 */
registerHooks({
  resolve(specifier, context, next) {
    const source = specifier.startsWith('.') && context.parentURL?.endsWith('.ts') ? sourceOf(specifier, context.parentURL) : null;
    return source ? { url: source, format: 'module-typescript', shortCircuit: true } : next(specifier, context);
  },
});

function sourceOf(specifier, parent) {
  const source = new URL(`${specifier.replace(/\.js$/, '')}.ts`, parent);
  return existsSync(fileURLToPath(source)) ? source.href : null;
}
