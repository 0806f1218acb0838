import presets from 'jest-preset-angular/presets/index.js';
import { esm, sources } from './jest.esm.mjs';

/** Unit specs: pure rules and in-memory twins; no server, no browser. */
export default {
  projects: [
    {
      ...esm,
      displayName: 'contracts',
      rootDir: 'contracts',
      testMatch: ['<rootDir>/src/**/*.spec.ts'],
      moduleNameMapper: sources(1),
    },
    {
      ...esm,
      displayName: 'backend',
      rootDir: 'backend',
      testMatch: ['<rootDir>/src/**/*.spec.ts'],
      moduleNameMapper: sources(1),
    },
    {
      ...presets.createEsmPreset({ diagnostics: { ignoreCodes: [151001] } }),
      displayName: 'frontend',
      rootDir: 'frontend',
      testMatch: ['<rootDir>/{src,projects}/**/*.spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/jest.setup.ts'],
      moduleNameMapper: {
        ...sources(1),
        '^@eventide/notification-center$': '<rootDir>/projects/notification-center/src/public-api.ts',
        '^@eventide/notification-center/testing$': '<rootDir>/projects/notification-center/testing/public-api.ts',
        '^tslib$': 'tslib/tslib.es6.js',
      },
    },
    { displayName: 'scripts', rootDir: 'scripts', testMatch: ['<rootDir>/**/*.spec.mjs'], testEnvironment: 'node' },
  ],
};
