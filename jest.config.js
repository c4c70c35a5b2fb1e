// Unit tests: npm alone, in parallel. The built-in CloudFormation validator costs 2 s a synth; CI runs it once.
process.env.CDK_VALIDATION = 'false';
// Every construct would keep the stack trace of where it was made, which jest maps to the source line by line.
process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:disable-creation-stack-traces': true });
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
  // In a jest context each use of a global is a call out of it: a third of the time of what the engine computes. `Date` is
  // not here, since fake timers replace it; `Number` and `String` are not, since a parser has constants of these names.
  sandboxInjectedGlobals: [
    'Array',
    'Error',
    'JSON',
    'Map',
    'Math',
    'Object',
    'Promise',
    'RegExp',
    'Set',
    'Symbol',
    'WeakMap',
  ],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }] },
  moduleNameMapper: {
    '^tiltmeter$': '<rootDir>/lib/index.ts',
    '^tiltmeter/(runtime|engine|rehearsal|stack|testing|user-events)$': '<rootDir>/lib/$1/index.ts',
  },
};
