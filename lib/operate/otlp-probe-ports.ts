import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { awsCall } from './aws-call';
import { type EvidenceProps, retries } from './evidence-ports';

/** What a probe of the OTLP endpoints makes, reads and deletes; it sends as workers do. */
export interface OtlpProbePorts {
  /** The region that it is in. */
  readonly region: () => Promise<string>;
  /** CreateLogGroup, CreateLogStream and PutTransformer. */
  readonly createGroup: (group: string, stream: string, transformer: readonly object[]) => Promise<void>;
  /** PutMetricFilter, of what the transformer makes; it counts 1 for each event. */
  readonly putFilter: (
    group: string,
    pattern: string,
    metric: { namespace: string; name: string },
  ) => Promise<void>;
  /** PutLogEvents, of one line. */
  readonly putLine: (group: string, stream: string, line: string, timestamp: number) => Promise<void>;
  /** FilterLogEvents: all there are of a group. */
  readonly events: (group: string) => Promise<readonly string[]>;
  /** TestTransformer of one message. */
  readonly transformed: (transformer: readonly object[], message: string) => Promise<string>;
  /** GetMetricData: names of those metrics of a namespace, of no dimensions, that have a datum. */
  readonly counted: (
    namespace: string,
    names: readonly string[],
    from: number,
    to: number,
  ) => Promise<readonly string[]>;
  /** ListMetrics: the namespaces that have a metric of this name. */
  readonly namespacesOf: (name: string) => Promise<readonly string[]>;
  /** Deletes every log group whose name begins so, with its filters, and gives the names. */
  readonly deleteAll: (prefix: string) => Promise<string[]>;
}

/** The ports on AWS; deletions do not end at the signal. */
export function otlpProbePorts({ region, signal }: EvidenceProps): OtlpProbePorts {
  const cloudwatch = require('@aws-sdk/client-cloudwatch') as typeof CloudWatch;
  const sdk = require('@aws-sdk/client-cloudwatch-logs') as typeof Logs;
  const metrics = new cloudwatch.CloudWatchClient({ region, ...retries() });
  const logs = new sdk.CloudWatchLogsClient({ region, ...retries() });
  const call = awsCall({ region, signal });
  const callAtTheEnd = awsCall({ region });

  return {
    region: () => logs.config.region(),
    async createGroup(logGroupName, logStreamName, config) {
      const group = new sdk.CreateLogGroupCommand({ logGroupName });
      await call('logs:CreateLogGroup', (options) => logs.send(group, options));
      const stream = new sdk.CreateLogStreamCommand({ logGroupName, logStreamName });
      await call('logs:CreateLogStream', (options) => logs.send(stream, options));
      const transformer = new sdk.PutTransformerCommand({
        logGroupIdentifier: logGroupName,
        transformerConfig: [...config],
      });
      await call('logs:PutTransformer', (options) => logs.send(transformer, options));
    },
    async putFilter(logGroupName, filterPattern, { namespace, name }) {
      const command = new sdk.PutMetricFilterCommand({
        logGroupName,
        filterName: name,
        filterPattern,
        applyOnTransformedLogs: true,
        metricTransformations: [{ metricNamespace: namespace, metricName: name, metricValue: '1' }],
      });
      await call('logs:PutMetricFilter', (options) => logs.send(command, options));
    },
    async putLine(logGroupName, logStreamName, message, timestamp) {
      const logEvents = [{ message, timestamp }];
      const command = new sdk.PutLogEventsCommand({ logGroupName, logStreamName, logEvents });
      await call('logs:PutLogEvents', (options) => logs.send(command, options));
    },
    async events(logGroupName) {
      const command = new sdk.FilterLogEventsCommand({ logGroupName });
      const { events = [] } = await call('logs:FilterLogEvents', (options) => logs.send(command, options));
      return events.map(({ message = '' }) => message);
    },
    async transformed(config, message) {
      const command = new sdk.TestTransformerCommand({
        transformerConfig: [...config],
        logEventMessages: [message],
      });
      const { transformedLogs = [] } = await call('logs:TestTransformer', (options) =>
        logs.send(command, options),
      );
      return transformedLogs[0]?.transformedEventMessage ?? 'nothing';
    },
    async counted(Namespace, names, from, to) {
      const command = new cloudwatch.GetMetricDataCommand({
        MetricDataQueries: names.map((MetricName, n) => ({
          Id: `m${n}`,
          MetricStat: { Metric: { Namespace, MetricName }, Period: 60, Stat: 'Sum' },
        })),
        StartTime: new Date(from),
        EndTime: new Date(to),
      });
      const { MetricDataResults = [] } = await call('cloudwatch:GetMetricData', (options) =>
        metrics.send(command, options),
      );
      return MetricDataResults.flatMap(({ Id = '', Values = [] }) =>
        Values.some((value) => value > 0) ? [names[Number(Id.slice(1))]!] : [],
      );
    },
    async namespacesOf(MetricName) {
      const command = new cloudwatch.ListMetricsCommand({ MetricName });
      const { Metrics = [] } = await call('cloudwatch:ListMetrics', (options) =>
        metrics.send(command, options),
      );
      return [...new Set(Metrics.map(({ Namespace = '' }) => Namespace))];
    },
    async deleteAll(logGroupNamePrefix) {
      const listed = new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix });
      const { logGroups = [] } = await callAtTheEnd('logs:DescribeLogGroups', (options) =>
        logs.send(listed, options),
      );
      const names = logGroups.map(({ logGroupName = '' }) => logGroupName);
      for (const logGroupName of names) {
        const command = new sdk.DeleteLogGroupCommand({ logGroupName });
        await callAtTheEnd('logs:DeleteLogGroup', (options) => logs.send(command, options));
      }
      return names;
    },
  };
}
