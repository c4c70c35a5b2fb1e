import { createEventMeter, familyList } from '../../lib/user-events/event-meter';
import { familiesOf } from '../../lib/user-events/families';
import { MetricRegistry, type OwnMetric } from '../../lib/user-events/metric-registry';
import type { SeriesMapProps } from '../../lib/user-events/series-map';
import { activation } from './event';

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
  expect(of('openwhisk_userevents_events_unparsable_total')).toEqual([
    'openwhisk_userevents_events_unparsable_total{reason="not_json"} 1',
  ]);
  expect(of('openwhisk_userevents_global_status_total')).toEqual([
    'openwhisk_userevents_global_status_total{status="success"} 100',
    'openwhisk_userevents_global_status_total{status="whisk_internal_error"} 1',
    'openwhisk_userevents_global_status_total{status="failure"} 1',
  ]);
});

test('a label set that nothing was told about is forgotten, and what is alive stays', () => {
  const { count, of, clock, registry } = meterOf({ expireAfter: 1_000 });
  count(activation({ name: 'guest/old' }));
  clock.now = 900;
  count(activation({ name: 'guest/young' }));
  clock.now = 1_001;
  expect(registry.expire(clock.now)).toBe(9);
  expect(of('openwhisk_action_coldStarts_total')).toEqual([
    'openwhisk_action_coldStarts_total{namespace="guest",initiator="alice",action="young"} 1',
  ]);
});

test('what is forgotten makes room below the cap', () => {
  const { count, clock, registry, of } = meterOf({ maxSeries: 20, expireAfter: 1_000 });
  count(activation({ name: 'guest/old' }));
  clock.now = 5_000;
  registry.expire(clock.now);
  count(activation({ name: 'guest/young' }));
  expect(registry.overflowed).toBe(0);
  expect(of('openwhisk_action_memory')).toHaveLength(1);
});

test("the service's own metrics come first, and one without a value is left out", () => {
  const { lines } = meterOf();
  const own: OwnMetric[] = [
    { name: 'a', help: 'first\nline', type: 'gauge', value: () => 1.5 },
    { name: 'b', help: 'absent', type: 'gauge', value: () => undefined },
  ];
  expect(lines(own)).toEqual(['# HELP a first\\nline', '# TYPE a gauge', 'a 1.5']);
});

test('10,000 series come in chunks that are quickly made', () => {
  const { count, registry } = meterOf();
  for (let job = 0; job < 1_200; job++) count(activation({ name: `guest/job${job}` }));
  expect(registry.size).toBeGreaterThan(10_000);
  const chunks = [...registry.render()];
  expect(chunks.length).toBeGreaterThan(50);
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(70_000);
});
