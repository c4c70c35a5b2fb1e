import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import { awsCall } from './aws-call';

/** What is read of CloudWatch to check what the engine says of it; nothing here writes. */
export interface EvidencePorts {
  /** DescribeAlarms, all pages. */
  readonly alarms: (prefix?: string) => Promise<DescribedAlarms>;
  /** DescribeAlarmHistory, all pages, of one alarm. */
  readonly history: (alarmName: string, from: number, to: number) => Promise<object[]>;
  /** GetMetricData, all pages; at most 500 queries. */
  readonly metricData: (
    queries: readonly CloudWatch.MetricDataQuery[],
    from: number,
    to: number,
  ) => Promise<MetricResult[]>;
}

export interface DescribedAlarms {
  readonly MetricAlarms: readonly CloudWatch.MetricAlarm[];
  readonly CompositeAlarms: readonly CloudWatch.CompositeAlarm[];
}

export interface MetricResult {
  readonly Id: string;
  readonly Label: string;
  readonly Timestamps: readonly Date[];
  readonly Values: readonly number[];
}

export interface EvidenceProps {
  /** @default what the environment or the profile says */
  readonly region?: string;
  /** Ends every call. */
  readonly signal: AbortSignal;
}

/** The ports on AWS, by the SDK's usual credentials; AWS_ENDPOINT_URL leads elsewhere. */
export function evidencePorts({ region, signal }: EvidenceProps): EvidencePorts {
  const sdk = require('@aws-sdk/client-cloudwatch') as typeof CloudWatch;
  // Histories are asked for alarm by alarm, which a busy account throttles.
  const client = new sdk.CloudWatchClient({ region, ...retries() });

  const call = awsCall({ region, signal });

  return {
    async alarms(AlarmNamePrefix) {
      const MetricAlarms: CloudWatch.MetricAlarm[] = [];
      const CompositeAlarms: CloudWatch.CompositeAlarm[] = [];
      let NextToken: string | undefined;
      do {
        const command = new sdk.DescribeAlarmsCommand({
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          AlarmNamePrefix,
          NextToken,
        });
        const page = await call('cloudwatch:DescribeAlarms', (options) => client.send(command, options));
        MetricAlarms.push(...(page.MetricAlarms ?? []));
        CompositeAlarms.push(...(page.CompositeAlarms ?? []));
        NextToken = page.NextToken;
      } while (NextToken);
      return { MetricAlarms, CompositeAlarms };
    },

    async history(AlarmName, from, to) {
      const items: object[] = [];
      let NextToken: string | undefined;
      do {
        const command = new sdk.DescribeAlarmHistoryCommand({
          AlarmName,
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          StartDate: new Date(from),
          EndDate: new Date(to),
          MaxRecords: 100,
          NextToken,
        });
        const page = await call('cloudwatch:DescribeAlarmHistory', (options) =>
          client.send(command, options),
        );
        items.push(...(page.AlarmHistoryItems ?? []));
        NextToken = page.NextToken;
      } while (NextToken);
      return items;
    },

    async metricData(MetricDataQueries, from, to) {
      const results = new Map<string, { Id: string; Label: string; Timestamps: Date[]; Values: number[] }>();
      let NextToken: string | undefined;
      do {
        const command = new sdk.GetMetricDataCommand({
          MetricDataQueries: [...MetricDataQueries],
          StartTime: new Date(from),
          EndTime: new Date(to),
          ScanBy: 'TimestampAscending',
          NextToken,
        });
        const page = await call('cloudwatch:GetMetricData', (options) => client.send(command, options));
        for (const { Id = '', Label = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
          const known = results.get(Id) ?? { Id, Label, Timestamps: [], Values: [] };
          known.Timestamps.push(...Timestamps);
          known.Values.push(...Values);
          results.set(Id, known);
        }
        NextToken = page.NextToken;
      } while (NextToken);
      return [...results.values()];
    },
  };
}

/** More than the SDK's three, unless the environment says how many. */
export const retries = () => (process.env.AWS_MAX_ATTEMPTS === undefined ? { maxAttempts: 8 } : {});
