/** Jest's program under node_modules. */
export const JEST = 'jest/bin/jest.js';

/** Its ES module mode stands on a Node interface that is still called experimental. */
export const JEST_NODE_ARGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
