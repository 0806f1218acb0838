import { esm, sources } from '../jest.esm.mjs';

export default {
  ...esm,
  displayName: 'contracts',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  moduleNameMapper: sources(1),
};
