/** Unit specs: pure rules and in-memory twins; no server, no browser. */
export default {
  // Left to itself Jest lets one core rest.
  maxWorkers: '100%',
  // Ends what hangs; how fast a machine is decides no test.
  testTimeout: 60_000,
  projects: ['<rootDir>/contracts', '<rootDir>/backend', '<rootDir>/frontend', '<rootDir>/scripts', '<rootDir>/chaos'],
};
