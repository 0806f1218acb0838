import { esm, sources } from '../../jest.esm.mjs';

/** Integration specs: real nodes on a real mongod and a real Redis, whose addresses come by environment. */
export default {
  ...esm,
  displayName: 'integration',
  testMatch: ['<rootDir>/**/*.int-spec.ts'],
  moduleNameMapper: sources(2),
  testTimeout: 120_000,
};
