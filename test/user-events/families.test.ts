import { USER_EVENT_PRESETS } from '../../lib/contract';
import { familiesOf } from '../../lib/user-events/families';

test('tags are renamed wherever they occur', () => {
  const { of } = familiesOf('openwhisk', { namespace: 'ow_namespace' });
  expect(of.runs!.labels).toEqual(['ow_namespace', 'initiator', 'action', 'kind', 'memory']);
  expect(of.timedLimit!.labels).toEqual(['ow_namespace']);
});

test('the status of all activations keeps its label, which OpenWhisk does not rename', () => {
  const { of } = familiesOf('openwhisk', { status: 'outcome' });
  expect(of.status!.labels.at(-1)).toBe('outcome');
  expect(of.allStatus!.labels).toEqual(['status']);
});

test("StatsD has Kamon's tags, which are renamed for the activations by namespace alone", () => {
  const { of } = familiesOf('openwhisk', { namespace: 'owner' });
  expect(of.statusCode!.tags).toEqual(['namespace', 'initiator', 'action', 'userDefinedStatusCode']);
  expect(of.namespaceRuns!.tags).toEqual(['initiator', 'owner']);
  expect(familiesOf('jobs', { job: 'task' }).of.coldStarts!.tags).toEqual(['realm', 'dispatcher', 'task']);
});

test.each([
  [
    { namespce: 'x' },
    "cannot rename tag 'namespce': no such tag, did you mean 'namespace'; tags are namespace, initiator, action, kind, memory, status, status_code",
  ],
  [
    { namespace: '0x' },
    "cannot rename tag namespace to '0x': want letters, digits and _, the first no digit, and neither le nor __ in front",
  ],
  [
    { namespace: 'le' },
    "cannot rename tag namespace to 'le': want letters, digits and _, the first no digit, and neither le nor __ in front",
  ],
  [{ namespace: 'action' }, 'renamed tags give openwhisk_action_activations_total the label action twice'],
])('renaming %j is refused', (renames, message) => {
  expect(() => familiesOf('openwhisk', renames as Record<string, string>)).toThrow(message);
});

test('two tags may change their names', () => {
  expect(
    familiesOf('openwhisk', { namespace: 'initiator', initiator: 'namespace' }).of.coldStarts!.labels,
  ).toEqual(['initiator', 'namespace', 'action']);
});

describe.each(Object.entries(USER_EVENT_PRESETS))('preset %s', (_name, { metrics, statuses }) => {
  test('names no metric twice', () => {
    const names = Object.values(metrics).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const dotted = Object.values(metrics).map((metric) => metric.dotted);
    expect(new Set(dotted).size).toBe(dotted.length);
  });

  test('has ascending buckets for histograms and none for others', () => {
    for (const { type, buckets } of Object.values(metrics)) {
      expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
      expect(buckets.length > 0).toBe(type === 'histogram');
    }
  });

  test('names each status', () => {
    expect(statuses).toHaveLength(4);
  });
});

test("OpenWhisk's buckets are those of Prometheus's Java client", () => {
  expect(USER_EVENT_PRESETS.openwhisk.metrics.duration.buckets).toEqual([
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
  ]);
});

test('the buckets of the job preset tell minutes from hours', () => {
  const { buckets } = USER_EVENT_PRESETS.jobs.metrics.duration;
  const bucketOf = (seconds: number) => buckets.findIndex((bound) => seconds <= bound);
  expect(new Set([30, 120, 600, 3_600, 7_200, 86_400].map(bucketOf)).size).toBe(6);
});
