// Integration tests, and the suites that start processes: the former may install from PyPI, Debian and Maven, and start real components on loopback.
module.exports = {
  ...require('./jest.config.js'),
  testMatch: [
    '<rootDir>/test/integration/**/*.test.ts',
    ...require('./jest.process-suites.js').map((path) =>
      path.endsWith('/') ? `<rootDir>/${path}**/*.test.ts` : `<rootDir>/${path}`,
    ),
  ],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/integration/support/install-debian-tools.ts',
  maxWorkers: 1,
  // The tests of test.concurrent start processes: three keep two cores busy.
  maxConcurrency: 3,
  testTimeout: 600_000,
};
