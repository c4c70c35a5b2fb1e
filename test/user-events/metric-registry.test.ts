import { createEventMeter, familyList } from '../../lib/user-events/event-meter';
import { familiesOf } from '../../lib/user-events/families';
import { MetricRegistry, type OwnMetric } from '../../lib/user-events/metric-registry';
import { REJECT_REASONS } from '../../lib/user-events/read-event';
import type { SeriesMapProps } from '../../lib/user-events/series-map';
import { activation, metric } from './event';

function meterOf(props: SeriesMapProps = {}, preset: 'openwhisk' | 'jobs' = 'openwhisk') {
  const clock = { now: 0 };
  const families = familiesOf(preset);
  const registry = new MetricRegistry(familyList(families), props);
  const { count } = createEventMeter({ families, registry, clock: () => clock.now });
  const lines = (own?: OwnMetric[]) => [...registry.render(own)].join('').split('\n').slice(0, -1);
  const of = (name: string) => lines().filter((line) => line.startsWith(name));
  return { registry, count, clock, lines, of };
}

test('a histogram is cumulative and ends in +Inf, sum and count', () => {
  const { count, of } = meterOf();
  for (const duration of [5, 6, 9_999_999]) count(activation({ duration }));
  const head = 'openwhisk_action_duration_seconds';
  const labels = 'namespace="guest",initiator="alice",action="pkg/hello"';
  const all = of(head);
  expect(all).toHaveLength(17);
  expect(all.slice(0, 2)).toEqual([
    `${head}_bucket{${labels},le="0.005"} 1`,
    `${head}_bucket{${labels},le="0.01"} 2`,
  ]);
  expect(all.slice(-3)).toEqual([
    `${head}_bucket{${labels},le="+Inf"} 3`,
    `${head}_sum{${labels}} ${0.005 + 0.006 + 9_999.999}`,
    `${head}_count{${labels}} 3`,
  ]);
});

test('a metric without labels has no braces', () => {
  const { count, of } = meterOf();
  count(activation());
  expect(of('openwhisk_userevents_global_activations_total')).toEqual([
    'openwhisk_userevents_global_activations_total 1',
  ]);
});

test('quotes, line ends and backslashes in a label are escaped', () => {
  const { count, of } = meterOf();
  count(activation({ name: 'guest/say "hi"\nC:\\temp' }));
  expect(of('openwhisk_action_memory')).toEqual([
    'openwhisk_action_memory{namespace="guest",initiator="alice",action="say \\"hi\\"\\nC:\\\\temp"} 256',
  ]);
});

test('HELP and TYPE come once, before the samples of their family', () => {
  const { count, lines } = meterOf();
  count(activation());
  count(activation({ name: 'guest/other' }));
  const family = lines().filter((line) => line.includes('openwhisk_action_coldStarts_total'));
  expect(family.map((line) => line.split(' ').slice(0, 2).join(' ').replace(/\{.*/, ''))).toEqual([
    '# HELP',
    '# TYPE',
    'openwhisk_action_coldStarts_total',
    'openwhisk_action_coldStarts_total',
  ]);
  expect(family[1]).toBe('# TYPE openwhisk_action_coldStarts_total counter');
});

test('kind and memory of an action follow its events, they do not freeze at the first', () => {
  const { count, of } = meterOf();
  count(activation());
  count(activation({ kind: 'python:3', memory: 512 }));
  expect(of('openwhisk_action_activations_total')).toHaveLength(2);
  expect(of('openwhisk_action_memory')[0]).toMatch(/ 512$/);
});

test('beyond the cap events are counted in a series of their own, so that sums stay right', () => {
  const { count, of, registry } = meterOf({ maxSeries: 100 });
  for (let job = 0; job < 1_000; job++) count(activation({ name: `guest/job${job}` }));
  const values = of('openwhisk_action_coldStarts_total').map((line) => Number(line.split(' ').pop()));
  expect(values.reduce((sum, value) => sum + value, 0)).toBe(1_000);
  expect(of('openwhisk_action_coldStarts_total').at(-1)).toContain(
    '{namespace="_overflow",initiator="_overflow",action="_overflow"}',
  );
  expect(registry.size).toBe(100);
  expect(registry.overflowed).toBeGreaterThan(1_000);
  expect(of('openwhisk_userevents_global_activations_total')).toEqual([
    'openwhisk_userevents_global_activations_total 1000',
  ]);
});

test('however many jobs there are, statuses and reasons keep series of their own', () => {
  const { count, of } = meterOf({ maxSeries: 10 });
  for (let job = 0; job < 100; job++) count(activation({ name: `guest/job${job}` }));
  count('broken');
  count(activation({ statusCode: 3 }));
  const reasons = of('openwhisk_userevents_events_unparsable_total');
  expect(reasons).toHaveLength(Object.keys(REJECT_REASONS).length);
  expect(reasons.filter((line) => !line.endsWith(' 0'))).toEqual([
    'openwhisk_userevents_events_unparsable_total{reason="not_json"} 1',
  ]);
  expect(of('openwhisk_userevents_global_status_total')).toEqual([
    'openwhisk_userevents_global_status_total{status="success"} 100',
    'openwhisk_userevents_global_status_total{status="application_error"} 0',
    'openwhisk_userevents_global_status_total{status="action_developer_error"} 0',
    'openwhisk_userevents_global_status_total{status="whisk_internal_error"} 1',
    'openwhisk_userevents_global_status_total{status="failure"} 1',
  ]);
});

test('every counter of an action is there with its first event, at 0 when nothing was counted', () => {
  const { count, of } = meterOf();
  count(activation({ statusCode: 1, initTime: 0, size: undefined, userDefinedStatusCode: undefined }));
  const labels = 'namespace="guest",initiator="alice",action="pkg/hello"';
  expect(of('openwhisk_action_status')).toEqual([
    `openwhisk_action_status{${labels},status="success"} 0`,
    `openwhisk_action_status{${labels},status="application_error"} 1`,
    `openwhisk_action_status{${labels},status="action_developer_error"} 0`,
    `openwhisk_action_status{${labels},status="whisk_internal_error"} 0`,
  ]);
  expect(of('openwhisk_action_coldStarts_total')).toEqual([`openwhisk_action_coldStarts_total{${labels}} 0`]);
  expect(of('openwhisk_action_initTime_seconds_count')).toHaveLength(1);
  expect(of('openwhisk_action_response_size_bytes_count')).toHaveLength(1);
  expect(of('openwhisk_action_limit')).toEqual([
    'openwhisk_action_limit_concurrent_total{namespace="alice"} 0',
    'openwhisk_action_limit_timed_total{namespace="alice"} 0',
  ]);
});

test('what has no labels from outside is there before the first event', () => {
  const { of, registry } = meterOf();
  expect(of('openwhisk_userevents_global_activations_total')).toEqual([
    'openwhisk_userevents_global_activations_total 0',
  ]);
  expect(of('openwhisk_userevents_global_duration_seconds_count')).toHaveLength(1);
  expect(registry.size).toBe(0);
});

test('a limit that was never exceeded is there beside one that was', () => {
  const { count, of } = meterOf();
  count(metric({ metricName: 'TimedRateLimit', metricValue: 1 }));
  expect(of('openwhisk_action_limit')).toEqual([
    'openwhisk_action_limit_concurrent_total{namespace="alice"} 0',
    'openwhisk_action_limit_timed_total{namespace="alice"} 1',
  ]);
});

test('bounds of buckets are floats', () => {
  const { count, of } = meterOf();
  count(activation());
  const bounds = of('openwhisk_action_duration_seconds_bucket').map((line) => /le="(.*)"/.exec(line)![1]);
  expect(bounds.slice(-6)).toEqual(['1.0', '2.5', '5.0', '7.5', '10.0', '+Inf']);
});

test('below the cap nothing is forgotten, however long ago it was', () => {
  const { count, of, clock } = meterOf({ expireAfter: 1_000 });
  count(activation({ name: 'guest/nightly' }));
  clock.now = 86_400_000;
  count(activation({ name: 'guest/other' }));
  count(activation({ name: 'guest/nightly' }));
  expect(of('openwhisk_action_coldStarts_total')[0]).toBe(
    'openwhisk_action_coldStarts_total{namespace="guest",initiator="alice",action="nightly"} 2',
  );
});

test('at the cap what was not seen for long makes room, and what is alive stays', () => {
  const { count, clock, registry, of } = meterOf({ maxSeries: 30, expireAfter: 120_000 });
  count(activation({ name: 'guest/old' }));
  clock.now = 119_000;
  count(activation({ name: 'guest/young' }));
  clock.now = 121_000;
  count(activation({ name: 'guest/new' }));
  expect(registry.overflowed).toBe(0);
  const names = of('openwhisk_action_memory').map((line) => /action="(\w+)"/.exec(line)![1]);
  expect(names).toEqual(['young', 'new']);
});

test("the service's own metrics come first, and one without a value is left out", () => {
  const { lines } = meterOf();
  const own: OwnMetric[] = [
    { name: 'a', help: 'first\nline', type: 'gauge', value: () => 1.5 },
    { name: 'b', help: 'absent', type: 'gauge', value: () => undefined },
  ];
  const all = lines(own);
  expect(all.slice(0, 3)).toEqual(['# HELP a first\\nline', '# TYPE a gauge', 'a 1.5']);
  expect(all.filter((line) => line.startsWith('b ') || line.includes(' b '))).toEqual([]);
});

test('10,000 series come in chunks that are quickly made', () => {
  const { count, registry } = meterOf();
  for (let job = 0; job < 1_200; job++) count(activation({ name: `guest/job${job}` }));
  expect(registry.size).toBeGreaterThan(10_000);
  const chunks = [...registry.render()];
  expect(chunks.length).toBeGreaterThan(50);
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(70_000);
});
