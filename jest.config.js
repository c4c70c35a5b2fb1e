// Unit tests: npm alone, in parallel. The built-in CloudFormation validator costs 2 s a synth; CI runs it once.
process.env.CDK_VALIDATION = 'false';
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  // Jest leaves one core to itself, which on two cores doubles the time.
  maxWorkers: '100%',
  // A loaded machine is slow; a test that hangs is still found.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/{examples,test}/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/integration/',
    ...require('./jest.process-suites.js').map((path) => `<rootDir>/${path}`),
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tiltmeter/', '<rootDir>/cdk.out/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }] },
  moduleNameMapper: {
    '^tiltmeter$': '<rootDir>/lib/index.ts',
    '^tiltmeter/(runtime|engine|rehearsal|stack|testing|user-events)$': '<rootDir>/lib/$1/index.ts',
  },
};
