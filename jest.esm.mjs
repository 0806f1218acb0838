/**
 * What every Jest project of plain TypeScript shares: ES modules, compiled one file at a time by swc.
 * Types are checked by `npm run check`, not here.
 */
export const esm = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'json', 'node'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        sourceMaps: 'inline',
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
      },
    ],
  },
};

/** A module name mapper for a folder `depth` levels below the root: `.js` in relative imports means its `.ts`. */
export function sources(depth) {
  return {
    '^@eventide/contracts$': `<rootDir>/${'../'.repeat(depth)}contracts/src/index.ts`,
    '^(\\.{1,2}/.*)\\.js$': '$1',
  };
}
