/** Unit specs: pure rules and in-memory twins; no server, no browser. */
export default {
  projects: ['<rootDir>/contracts', '<rootDir>/backend', '<rootDir>/frontend', '<rootDir>/scripts', '<rootDir>/chaos'],
};
