import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { RealmDashboard, type RealmDashboardProps } from '../../../lib/constructs/dashboards/realm-dashboard';

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly title: string; readonly [property: string]: unknown };
}

function widgets(props: Partial<RealmDashboardProps> = {}): Widget[] {
  const stack = new Stack(new App(), 'Realm');
  const metric = new cloudwatch.Metric({ namespace: 'N', metricName: 'M' });
  const alarm = new cloudwatch.Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
  new RealmDashboard(stack, 'Dashboard', {
    realm: 'dev',
    workers: ['core', 'gpu'],
    alarms: { core: [alarm], jobs: [alarm] },
    logGroup: new logs.LogGroup(stack, 'Logs', { logGroupName: '/var/log/lava/dev' }),
    ...props,
  });
  const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  expect(dashboard!.Properties.DashboardName).toBe('lava-dev');
  const parts = dashboard!.Properties.DashboardBody['Fn::Join'][1] as unknown[];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'x')).join('')).widgets;
}

test('a page of no worker, or of names outside the grammar, is refused', () => {
  expect(() => widgets({ workers: [] })).toThrow('Realm/Dashboard: workers: none, allowed: at least one');
  expect(() => widgets({ workers: ['Core'] })).toThrow("worker: not a worker name, got 'Core'");
  expect(() => widgets({ realm: 'my-realm' })).toThrow("realm: not a realm name, got 'my-realm'");
});

test('the name of an alarm is escaped like the rest of the body, which the deployment does not read', () => {
  const stack = new Stack(new App(), 'Realm');
  const metric = new cloudwatch.Metric({ namespace: 'N', metricName: 'M' });
  const alarm = new cloudwatch.Alarm(stack, 'Alarm', {
    metric,
    threshold: 1,
    evaluationPeriods: 1,
    alarmName: 'job-say "hi" \\o/-failed',
  });
  const logGroup = new logs.LogGroup(stack, 'Logs');
  new RealmDashboard(stack, 'Dashboard', {
    realm: 'dev',
    workers: ['core'],
    alarms: { jobs: [alarm], core: [alarm] },
    logGroup,
  });
  const template = Template.fromStack(stack);
  const body = Object.values(template.findResources('AWS::CloudWatch::Dashboard'))[0]!.Properties;
  const deployed = body.DashboardBody['Fn::Join'][1].map((part: unknown) =>
    typeof part === 'string' ? part : deployment(part as Reference, template),
  );
  const { properties } = JSON.parse(deployed.join('')).widgets[0];
  expect(properties.alarms).toEqual(['arn:x:cloudwatch:x:x:alarm:job-say "hi" \\o/-failed']);
});

interface Reference {
  readonly 'Fn::GetAtt'?: readonly [string, string];
}

/** What a deployment puts in the place of a reference: an ARN with the name as it is, or something without quotes. */
function deployment({ 'Fn::GetAtt': attribute }: Reference, template: Template): string {
  const { Properties = {} } = attribute ? template.toJSON().Resources[attribute[0]] : {};
  return Properties.AlarmName ? `arn:x:cloudwatch:x:x:alarm:${Properties.AlarmName}` : 'x';
}

const page = widgets();
const titled = (title: string) => page.find(({ properties }) => properties.title === title)!;

test('the page answers the questions of the person on call in their order', () => {
  expect(page.map(({ properties }) => properties.title)).toEqual([
    'Alarms: core',
    'Alarms: jobs',
    'Heartbeats a minute',
    'Instances in service',
    'CPU of the busiest machine (%)',
    'Records arriving a minute',
    'Queue depth',
    'Backlog per instance',
    'Oldest message (s)',
    'Dead letters',
    'Run delay, p95 (s)',
    'Failed runs, by job',
    'Run time, by job (s)',
    'Memory used (%)',
    'Temporary disk used (%)',
    'Dead threads',
    'Last errors',
  ]);
});

test('no widget covers another or leaves the page', () => {
  for (const [index, a] of page.entries()) {
    expect(a.x + a.width).toBeLessThanOrEqual(24);
    for (const b of page.slice(index + 1)) {
      const apart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect({ a: a.properties.title, b: b.properties.title, apart }).toMatchObject({ apart: true });
    }
  }
});

test('each worker has its heartbeat and its queue', () => {
  expect(titled('Heartbeats a minute').properties.metrics).toEqual([
    ['LogMetrics', 'lava-dev-core-heartbeats', { label: 'core', period: 60, stat: 'SampleCount' }],
    ['LogMetrics', 'lava-dev-gpu-heartbeats', { label: 'gpu', period: 60, stat: 'SampleCount' }],
  ]);
  expect(JSON.stringify(titled('Queue depth').properties.metrics)).toContain('"QueueName","lava-dev-gpu"');
  expect(JSON.stringify(titled('Dead letters').properties.metrics)).toContain(
    '"QueueName","lava-dev-core-dlq"',
  );
});

test('series of jobs and instances are searched for in the schema of the contract', () => {
  expect(titled('Failed runs, by job').properties.metrics).toEqual([
    [
      expect.objectContaining({
        expression: `SEARCH('{Lava,Realm,Job} MetricName="JobFailed" Realm="dev"', 'Sum', 60)`,
      }),
    ],
  ]);
});

test('a realm without alarms has no alarm row', () => {
  expect(widgets({ alarms: {} })[0]!.properties.title).toBe('Heartbeats a minute');
});

test('what nobody measures has no row', () => {
  const titles = widgets({ jobMetrics: false, workerMetrics: false }).map(
    ({ properties }) => properties.title,
  );
  expect(titles).not.toContain('Run delay, p95 (s)');
  expect(titles).not.toContain('Memory used (%)');
  expect(titles).toContain('Last errors');
});

test('canaries are counted where a watchdog sends them', () => {
  const canary = widgets({ canaries: ['page'] }).find(({ properties }) => /^Canaries/.test(properties.title));
  expect(canary!.properties.metrics).toEqual([
    ['LogMetrics', 'lava-dev-watchdog-page-receipts', { label: 'page', period: 900, stat: 'SampleCount' }],
  ]);
});
