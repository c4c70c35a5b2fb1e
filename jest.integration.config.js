// Integration tests: may install from PyPI, Debian and Maven, and start real components on loopback.
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/integration/support/install-debian-tools.ts',
  maxWorkers: 1,
  testTimeout: 600_000,
};
