import { esm, sources } from '../jest.esm.mjs';

export default {
  ...esm,
  displayName: 'backend',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  moduleNameMapper: sources(1),
};
