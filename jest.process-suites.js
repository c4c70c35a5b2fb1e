/**
 * Unit suites that spend their time in processes that they start, or in waiting for the wall clock: they run with the
 * integration tests, so that the others stay below three minutes. They need npm alone all the same:
 * `npx jest -c jest.integration.config.js test/runtime/loss`.
 */
module.exports = [
  'test/bin/',
  'test/cli/conform/',
  'test/local/local-realm.test.ts',
  'test/runtime/heartbeat/loop-monitor.test.ts',
  'test/runtime/loss/',
  'test/runtime/sink/fd-writer.test.ts',
  'test/runtime/supervise/supervise.test.ts',
];
