export default {
  displayName: 'scripts',
  testMatch: ['<rootDir>/**/*.spec.mjs'],
  testEnvironment: 'node',
  transform: {},
};
