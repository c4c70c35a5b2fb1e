import { eventUpdates, type Update } from '../../lib/user-events/event-updates';
import { familiesOf } from '../../lib/user-events/families';
import { readEvent } from '../../lib/user-events/read-event';
import { activation, metric } from './event';

const openwhisk = eventUpdates({ families: familiesOf('openwhisk') });
const jobs = eventUpdates({ families: familiesOf('jobs') });

/** `name{labels} value` of each update. */
function told(updates: readonly Update[]): string[] {
  return updates.map(({ family, labels, value }) => {
    const pairs = family.labels.map((label, index) => `${label}=${labels[index]}`);
    return `${family.name}{${pairs.join(',')}} ${value}`;
  });
}

const of = (all: string[], name: string): string[] => all.filter((line) => line.startsWith(`${name}{`));

test("an activation updates exactly the metrics that OpenWhisk's service has", () => {
  expect(told(openwhisk(readEvent(activation())))).toEqual([
    'openwhisk_userevents_global_activations_total{} 1',
    'openwhisk_userevents_global_status_total{status=success} 1',
    'openwhisk_userevents_global_coldStarts_total{} 1',
    'openwhisk_userevents_global_initTime_seconds{} 0.12',
    'openwhisk_userevents_global_waitTime_seconds{} 0.04',
    'openwhisk_userevents_global_duration_seconds{} 1.5',
    'openwhisk_namespace_activations_total{initiator=alice,namespace=alice} 1',
    'openwhisk_action_activations_total{namespace=guest,initiator=alice,action=pkg/hello,kind=nodejs:20,memory=256} 1',
    'openwhisk_action_coldStarts_total{namespace=guest,initiator=alice,action=pkg/hello} 1',
    'openwhisk_action_initTime_seconds{namespace=guest,initiator=alice,action=pkg/hello} 0.12',
    'openwhisk_action_waitTime_seconds{namespace=guest,initiator=alice,action=pkg/hello} 0.04',
    'openwhisk_action_duration_seconds{namespace=guest,initiator=alice,action=pkg/hello} 1.5',
    'openwhisk_action_response_size_bytes{namespace=guest,initiator=alice,action=pkg/hello} 512',
    'openwhisk_action_status{namespace=guest,initiator=alice,action=pkg/hello,status=success} 1',
    'openwhisk_action_status_code{namespace=guest,initiator=alice,action=pkg/hello,status_code=404} 1',
    'openwhisk_action_memory{namespace=guest,initiator=alice,action=pkg/hello} 256',
  ]);
});

test('a warm start has no set-up time, and what is absent is not counted', () => {
  const all = told(
    openwhisk(readEvent(activation({ initTime: 0, size: undefined, userDefinedStatusCode: undefined }))),
  );
  expect(all.filter((line) => /initTime|coldStarts|size|status_code/.test(line))).toEqual([]);
});

test.each([
  [0, 'success', 'complete'],
  [1, 'application_error', 'failed'],
  [2, 'action_developer_error', 'misbuilt'],
  [3, 'whisk_internal_error', 'worker_fault'],
])('status code %d is %s, in the job preset %s', (statusCode, status, jobStatus) => {
  const event = readEvent(activation({ statusCode }));
  expect(of(told(openwhisk(event)), 'openwhisk_action_status')[0]).toContain(`status=${status}}`);
  expect(of(told(jobs(event)), 'tiltmeter_job_status_total')[0]).toContain(`status=${jobStatus}}`);
});

test('OpenWhisk counts every failure a second time, the job preset does not', () => {
  const event = readEvent(activation({ statusCode: 2 }));
  expect(of(told(openwhisk(event)), 'openwhisk_userevents_global_status_total')).toHaveLength(2);
  expect(of(told(jobs(event)), 'tiltmeter_user_events_status_total')).toHaveLength(1);
});

test.each([
  ['ConcurrentRateLimit', 'openwhisk_action_limit_concurrent_total{namespace=alice} 1'],
  ['TimedRateLimit', 'openwhisk_action_limit_timed_total{namespace=alice} 1'],
])('%s counts once, whatever its value', (metricName, expected) => {
  const updates = told(openwhisk(readEvent(metric({ metricName, metricValue: 7 }))));
  expect(updates).toEqual(['openwhisk_userevents_global_metric_total{} 1', expected]);
});

test('concurrent invocations are a gauge in the job preset, and only an event in OpenWhisk', () => {
  const event = readEvent(metric({ metricName: 'ConcurrentInvocations', metricValue: 7 }));
  expect(told(openwhisk(event))).toEqual(['openwhisk_userevents_global_metric_total{} 1']);
  expect(told(jobs(event))).toContain('tiltmeter_dispatcher_concurrent_runs{dispatcher=alice} 7');
});

test('of an ignored namespace only the totals are told', () => {
  const updatesOf = eventUpdates({ families: familiesOf('openwhisk'), ignoredNamespaces: ['alice'] });
  const all = told(updatesOf(readEvent(activation())));
  expect(all).toContain('openwhisk_userevents_global_activations_total{} 1');
  expect(all.filter((line) => line.startsWith('openwhisk_action_'))).toEqual([]);
});

test('a rejection is counted with its reason', () => {
  expect(told(openwhisk(readEvent('x')))).toEqual([
    'openwhisk_userevents_events_unparsable_total{reason=not_json} 1',
  ]);
});

test('memory is told in MB by OpenWhisk and in bytes by the job preset', () => {
  expect(of(told(jobs(readEvent(activation()))), 'tiltmeter_job_memory_limit_bytes')).toEqual([
    'tiltmeter_job_memory_limit_bytes{realm=guest,dispatcher=alice,job=pkg/hello} 268435456',
  ]);
});

test('the key of an update is its labels', () => {
  for (const { key, labels } of [...openwhisk(readEvent(activation())), ...jobs(readEvent(metric()))]) {
    expect(key).toBe(labels.join('\0'));
  }
});
