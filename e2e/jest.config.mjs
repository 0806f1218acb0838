import { esm, sources } from '../jest.esm.mjs';

/** Journeys of people: the running product and a real browser, whose addresses come by environment. */
export default {
  ...esm,
  displayName: 'journeys',
  testMatch: ['<rootDir>/journeys/**/*.e2e-spec.ts'],
  moduleNameMapper: sources(1),
  testTimeout: 120_000,
};
