import presets from 'jest-preset-angular/presets/index.js';
import { sources } from '../jest.esm.mjs';

export default {
  ...presets.createEsmPreset({ diagnostics: { ignoreCodes: [151001] } }),
  displayName: 'frontend',
  // Built packages carry the names of their sources.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testMatch: ['<rootDir>/{src,projects}/**/*.spec.ts'],
  setupFilesAfterEnv: ['<rootDir>/jest.setup.ts'],
  moduleNameMapper: {
    ...sources(1),
    '^@eventide/notification-center$': '<rootDir>/projects/notification-center/src/public-api.ts',
    '^@eventide/notification-center/testing$': '<rootDir>/projects/notification-center/testing/public-api.ts',
    '^tslib$': 'tslib/tslib.es6.js',
  },
};
