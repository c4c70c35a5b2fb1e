import {
  heartbeatPattern,
  JOB_ID,
  logMetricName,
  METRICS,
  REALM_NAME,
  realmNames,
  SYSTEM_NAME,
  WORKER_NAME,
} from '../../lib/contract';

const dev = realmNames('dev');
const core = dev.worker('core');

test('names of a realm are what operators of Lava know', () => {
  expect(dev.logGroup).toBe('/var/log/lava/dev');
  expect(core.queue).toBe('lava-dev-core');
  expect(core.logStream).toBe('core/{instance_id}');
  expect(core.alarm('heartbeat')).toBe('lava-dev-core-heartbeat');
  expect(core.alarm('queue-depth')).toBe('lava-dev-core-queue-depth');
  expect(dev.jobDispatcher).toBe('lava-dev-dispatch');
  expect(dev.eventsTable).toBe('lava.dev.events');
  expect(logMetricName('dev', 'core', 'heartbeats')).toBe('lava-dev-core-heartbeats');
});

test('another system has its own names', () => {
  expect(realmNames('dev', 'basalt').worker('core').queue).toBe('basalt-dev-core');
});

test.each(['dev', 'prod_2', 'a12'])('%s is a realm name', (name) => expect(name).toMatch(REALM_NAME));
test.each(['de', 'Dev', '1dev', 'my-realm', 'twelve_chars'])('%s is no realm name', (name) =>
  expect(name).not.toMatch(REALM_NAME),
);
test.each(['core', 'gpu-2', 'a_b', 'report-generator'])('%s is a worker name', (name) =>
  expect(name).toMatch(WORKER_NAME),
);
test.each(['co', '-core', 'Core', 'core.eu', 'w'.repeat(48)])('%s is no worker name', (name) =>
  expect(name).not.toMatch(WORKER_NAME),
);
test.each(['cmd/hello-world', 'a', 'x.y_z'])('%s is a job id', (id) => expect(id).toMatch(JOB_ID));
test('an empty text is no job id', () => expect('').not.toMatch(JOB_ID));
test.each(['cmd/a', '/abs', 'a b', 'job;rm', 'jobs / Café 1%', '"quoted"'])('%j is a job id', (id) =>
  expect(id).toMatch(JOB_ID),
);

test('the longest names stay within the limits of AWS', () => {
  const longest = realmNames('r'.repeat(11), 's'.repeat(16));
  const worker = longest.worker('w'.repeat(47));
  expect('s'.repeat(16)).toMatch(SYSTEM_NAME);
  expect('r'.repeat(11)).toMatch(REALM_NAME);
  expect('w'.repeat(47)).toMatch(WORKER_NAME);
  expect(worker.deadLetterQueue.length).toBeLessThanOrEqual(80);
  expect(longest.alertDispatcherDlq.length).toBeLessThanOrEqual(64);
  expect(worker.alarm('missing-instances').length).toBeLessThanOrEqual(255);
});

test('the heartbeat pattern is four quoted equalities', () => {
  expect(heartbeatPattern({ realm: 'dev', worker: 'core' })).toBe(
    '{ ($.event_source = "lava-worker") && ($.event_type = "heartbeat") && ($.realm = "dev") && ($.worker = "core") }',
  );
});

test('no metric has more dimensions than a human can follow, and each is spelled under its own name', () => {
  for (const [key, definition] of Object.entries(METRICS)) {
    expect(definition.name).toBe(key);
    expect(definition.dimensions.length).toBeLessThanOrEqual(3);
  }
});
