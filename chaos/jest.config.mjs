import { esm, sources } from '../jest.esm.mjs';

/** The checker's own specs: histories made by hand; no server. */
export default {
  ...esm,
  displayName: 'chaos',
  testMatch: ['<rootDir>/**/*.spec.ts'],
  moduleNameMapper: sources(1),
};
