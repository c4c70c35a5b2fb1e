import { readConfig } from '../../../lambda/freshness/config';

const env = {
  TILTMETER_REALM: 'dev',
  TILTMETER_NAMESPACE: 'Lava',
  TILTMETER_FRESH_JOBS: '{"cmd/load":93600}',
  TILTMETER_RECORDS: '/var/log/lava/dev',
  TILTMETER_MEMORY: '/aws/lambda/lava-dev-freshness',
};

test('the records of workers are the source, unless there is a table', () => {
  const config = readConfig(env);
  expect(config).toEqual({
    system: 'lava',
    realm: 'dev',
    namespace: 'Lava',
    jobs: { 'cmd/load': 93_600 },
    source: { logGroup: '/var/log/lava/dev' },
    memory: '/aws/lambda/lava-dev-freshness',
  });
  expect(readConfig({ ...env, TILTMETER_SYSTEM: 'acme' }).system).toBe('acme');
  expect(readConfig({ ...env, TILTMETER_EVENTS_TABLE: 'lava.dev.events' }).source).toEqual({
    table: 'lava.dev.events',
  });
});

test('all that is wrong is told at once', () => {
  expect(() => readConfig({ TILTMETER_FRESH_JOBS: '{"cmd/load":"1d"}' })).toThrow(
    'TILTMETER_REALM is not set; TILTMETER_NAMESPACE is not set; TILTMETER_MEMORY is not set; ' +
      'TILTMETER_FRESH_JOBS is not usable; it must be a JSON object, job to seconds; ' +
      'neither TILTMETER_EVENTS_TABLE nor TILTMETER_RECORDS is set',
  );
});
