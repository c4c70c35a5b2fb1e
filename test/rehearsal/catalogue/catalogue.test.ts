import { catalogueOf, checkedNamespaces, nearMetric, readRows } from '../../../lib/rehearsal/catalogue';
import { CHECKED_METRICS } from '../../../lib/rehearsal/catalogue/checked-metrics';
import { SERVICE_DATA } from '../../../lib/rehearsal/catalogue/service-data';

const service = readRows(SERVICE_DATA);
const textOf = (set: readonly string[]): string => set.join('+') || '-';

/** What the service data have and the page of the service has not, each with the reason. */
const NOT_ON_THE_PAGE: Record<string, string> = {
  'AWS/ApiGateway 4XXError ApiId+Stage': 'an HTTP API publishes 4xx, a WebSocket API ClientError',
  'AWS/ApiGateway 5XXError ApiId+Stage': 'an HTTP API publishes 5xx, a WebSocket API ExecutionError',
  'AWS/ApiGateway CacheHitCount ApiId+Stage': 'only REST APIs have a cache',
  'AWS/ApiGateway CacheMissCount ApiId+Stage': 'only REST APIs have a cache',
  'AWS/SNS PhoneNumberDirect PhoneNumber': 'a value of the dimension, not a metric',
};

test('every namespace that is checked by hand names its source', () => {
  let sources: string[] = [];
  const sourced = new Map<string, number>();
  for (const line of CHECKED_METRICS.trim().split('\n')) {
    if (line.startsWith('#')) {
      sources = sourced.size === 0 || sources.length === 0 ? [...sources, line] : [line];
      continue;
    }
    const [namespace = ''] = line.split(' | ');
    sourced.set(namespace, Math.max(sourced.get(namespace) ?? 0, sources.length));
  }
  expect([...sourced].filter(([, count]) => count === 0)).toEqual([]);
});

test.each(checkedNamespaces())(
  '%s has every metric and set of dimensions that the service data have',
  (namespace) => {
    const metrics = catalogueOf(namespace)!.metrics;
    const missing = [...(service.get(namespace)?.values() ?? [])].flatMap(({ name, dimensionSets = [] }) => {
      const known = metrics.get(name);
      const sets = known?.dimensionSets?.map(textOf);
      return dimensionSets
        .map(textOf)
        .filter((set) => !known || (sets && !sets.includes(set)))
        .map((set) => `${namespace} ${name} ${set}`);
    });
    expect(missing.filter((one) => NOT_ON_THE_PAGE[one] === undefined)).toEqual([]);
  },
);

test('a namespace that applications publish in has no catalogue', () => {
  expect(catalogueOf('Acme')).toBeUndefined();
  expect(catalogueOf('AWS/NoSuchService')).toBeUndefined();
});

test.each([
  ['AWS/RDS', 'DatabaseConnections', 'ProxyName'],
  ['AWS/RDS', 'DatabaseConnectionsBorrowLatency', 'ProxyName+TargetGroup'],
  ['AWS/AmazonMQ', 'QueueSize', 'Broker+Queue'],
  ['AWS/AmazonMQ', 'MessageReadyCount', 'Broker+Queue+VirtualHost'],
  ['AWS/Firehose', 'ThrottledRecords', 'DeliveryStreamName'],
  ['AWS/VPN', 'TunnelState', 'TunnelIpAddress'],
  ['AWS/IoT', 'Failure', 'ActionType+RuleName'],
  ['CloudWatchSynthetics', 'Duration', 'CanaryName+StepName'],
])('%s has %s of {%s}, which the service data lack', (namespace, name, set) => {
  const own = service.get(namespace)?.get(name)?.dimensionSets ?? [];
  expect(own.map(textOf)).not.toContain(set);
  expect(catalogueOf(namespace)!.metrics.get(name)?.dimensionSets?.map(textOf)).toContain(set);
});

test('a namespace that is only in the service data is not checked', () => {
  expect(catalogueOf('AWS/EFS')).toMatchObject({ isChecked: false });
  expect(catalogueOf('AWS/SQS')).toMatchObject({ isChecked: true });
});

test.each([
  ['NumberOfMessageSent', ['NumberOfMessagesSent'], 'NumberOfMessagesSent'],
  ['ExecutionsFailedCount', ['ExecutionsFailed'], 'ExecutionsFailed'],
  ['CPUUtilisation', ['CPUUtilization'], 'CPUUtilization'],
  ['errors', ['Errors'], 'Errors'],
  ['DB1AverageTTL', ['DB0AverageTTL'], undefined],
  ['NetworkBytesOut', ['NetworkBytesIn'], undefined],
  ['4xx', ['5xx'], undefined],
])('%s among %j is nearly %p', (name, known, near) => expect(nearMetric(name, known)).toBe(near));
