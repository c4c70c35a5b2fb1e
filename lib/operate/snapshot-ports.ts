import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import { awsCall } from './aws-call';
import { OperateError } from './operate-error';

/** An item of an answer, as AWS shapes it. */
export type AwsItem = Readonly<Record<string, unknown>>;

/** What is read of an account's alarms and of who hears of them, in one Region; nothing here writes. */
export interface SnapshotPorts {
  /** The Region's name. */
  readonly region: () => Promise<string>;
  /** DescribeAlarms of all types, all pages. */
  readonly alarms: () => Promise<DeployedAlarms>;
  /** Names of ListAlarmMuteRules, all pages. */
  readonly muteRuleNames: () => Promise<string[]>;
  readonly muteRule: (name: string) => Promise<AwsItem>;
  readonly metricFilters: () => Promise<AwsItem[]>;
  readonly logGroups: () => Promise<AwsItem[]>;
  /** DescribeSubscriptionFilters of a log group, all pages. */
  readonly subscriptionFilters: (logGroupName: string) => Promise<AwsItem[]>;
  /** Names of ListDashboards, all pages. */
  readonly dashboardNames: () => Promise<string[]>;
  readonly dashboard: (name: string) => Promise<AwsItem>;
  readonly subscriptions: () => Promise<Subscribed[]>;
  readonly topicAttributes: (topicArn: string) => Promise<AwsItem>;
  readonly subscriptionAttributes: (subscriptionArn: string) => Promise<AwsItem>;
  /** All attributes; a queue that is not there is an OperateError. */
  readonly queueAttributes: (queueName: string) => Promise<AwsItem>;
}

export interface DeployedAlarms {
  readonly MetricAlarms: readonly CloudWatch.MetricAlarm[];
  readonly CompositeAlarms: readonly CloudWatch.CompositeAlarm[];
  readonly LogAlarms: readonly CloudWatch.LogAlarm[];
}

export interface Subscribed {
  readonly SubscriptionArn?: string;
  readonly TopicArn?: string;
  readonly Protocol?: string;
  readonly Endpoint?: string;
}

export interface SnapshotProps {
  /** @default what the environment or the profile says */
  readonly region?: string;
  /** Ends every call. */
  readonly signal: AbortSignal;
}

/** The ports on AWS, by the SDK's usual credentials; AWS_ENDPOINT_URL leads elsewhere. Clients load when this is called. */
export function snapshotPorts({ region, signal }: SnapshotProps): SnapshotPorts {
  const cloudWatch = require('@aws-sdk/client-cloudwatch') as typeof CloudWatch;
  const logs = require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs');
  const sns = require('@aws-sdk/client-sns') as typeof import('@aws-sdk/client-sns');
  const sqs = require('@aws-sdk/client-sqs') as typeof import('@aws-sdk/client-sqs');
  // Topics and queues are asked one by one, which a busy account throttles.
  const settings = { region, maxAttempts: ATTEMPTS };
  const alarmClient = new cloudWatch.CloudWatchClient(settings);
  const logClient = new logs.CloudWatchLogsClient(settings);
  const topicClient = new sns.SNSClient(settings);
  const queueClient = new sqs.SQSClient(settings);

  const call = awsCall({ region, signal });

  return {
    region: () => call('region', () => alarmClient.config.region()),

    async alarms() {
      const [MetricAlarms, CompositeAlarms, LogAlarms]: [
        CloudWatch.MetricAlarm[],
        CloudWatch.CompositeAlarm[],
        CloudWatch.LogAlarm[],
      ] = [[], [], []];
      await eachPage(async (NextToken) => {
        const command = new cloudWatch.DescribeAlarmsCommand({ AlarmTypes: [...ALARM_TYPES], NextToken });
        const page = await call('cloudwatch:DescribeAlarms', (options) => alarmClient.send(command, options));
        MetricAlarms.push(...(page.MetricAlarms ?? []));
        CompositeAlarms.push(...(page.CompositeAlarms ?? []));
        LogAlarms.push(...(page.LogAlarms ?? []));
        return page.NextToken;
      });
      return { MetricAlarms, CompositeAlarms, LogAlarms };
    },

    async muteRuleNames() {
      const names: string[] = [];
      await eachPage(async (NextToken) => {
        const command = new cloudWatch.ListAlarmMuteRulesCommand({ NextToken });
        const page = await call('cloudwatch:ListAlarmMuteRules', (options) =>
          alarmClient.send(command, options),
        );
        for (const { AlarmMuteRuleArn = '' } of page.AlarmMuteRuleSummaries ?? []) {
          names.push(AlarmMuteRuleArn.replace(/^.*:alarm-mute-rule:/, ''));
        }
        return page.NextToken;
      });
      return names;
    },

    async muteRule(AlarmMuteRuleName) {
      const command = new cloudWatch.GetAlarmMuteRuleCommand({ AlarmMuteRuleName });
      return bare(
        await call(`mute rule ${AlarmMuteRuleName}`, (options) => alarmClient.send(command, options)),
      );
    },

    async metricFilters() {
      const filters: AwsItem[] = [];
      await eachPage(async (nextToken) => {
        const command = new logs.DescribeMetricFiltersCommand({ nextToken });
        const page = await call('logs:DescribeMetricFilters', (options) => logClient.send(command, options));
        filters.push(...((page.metricFilters ?? []) as AwsItem[]));
        return page.nextToken;
      });
      return filters;
    },

    async logGroups() {
      const groups: AwsItem[] = [];
      await eachPage(async (nextToken) => {
        const command = new logs.DescribeLogGroupsCommand({ nextToken, limit: 50 });
        const page = await call('logs:DescribeLogGroups', (options) => logClient.send(command, options));
        groups.push(...((page.logGroups ?? []) as AwsItem[]));
        return page.nextToken;
      });
      return groups;
    },

    async subscriptionFilters(logGroupName) {
      const filters: AwsItem[] = [];
      await eachPage(async (nextToken) => {
        const command = new logs.DescribeSubscriptionFiltersCommand({ logGroupName, nextToken });
        const page = await call(`subscription filters of ${logGroupName}`, (options) =>
          logClient.send(command, options),
        );
        filters.push(...((page.subscriptionFilters ?? []) as AwsItem[]));
        return page.nextToken;
      });
      return filters;
    },

    async dashboardNames() {
      const names: string[] = [];
      await eachPage(async (NextToken) => {
        const command = new cloudWatch.ListDashboardsCommand({ NextToken });
        const page = await call('cloudwatch:ListDashboards', (options) => alarmClient.send(command, options));
        names.push(...(page.DashboardEntries ?? []).flatMap(({ DashboardName }) => DashboardName ?? []));
        return page.NextToken;
      });
      return names;
    },

    async dashboard(DashboardName) {
      const command = new cloudWatch.GetDashboardCommand({ DashboardName });
      return bare(await call(`dashboard ${DashboardName}`, (options) => alarmClient.send(command, options)));
    },

    async subscriptions() {
      const found: Subscribed[] = [];
      await eachPage(async (NextToken) => {
        const command = new sns.ListSubscriptionsCommand({ NextToken });
        const page = await call('sns:ListSubscriptions', (options) => topicClient.send(command, options));
        found.push(...(page.Subscriptions ?? []));
        return page.NextToken;
      });
      return found;
    },

    async topicAttributes(TopicArn) {
      const command = new sns.GetTopicAttributesCommand({ TopicArn });
      return bare(await call(`topic ${TopicArn}`, (options) => topicClient.send(command, options)));
    },

    async subscriptionAttributes(SubscriptionArn) {
      const command = new sns.GetSubscriptionAttributesCommand({ SubscriptionArn });
      return bare(
        await call(`subscription ${SubscriptionArn}`, (options) => topicClient.send(command, options)),
      );
    },

    async queueAttributes(QueueName) {
      const what = `queue ${QueueName}`;
      const find = new sqs.GetQueueUrlCommand({ QueueName });
      const { QueueUrl } = await call(what, (options) =>
        queueClient.send(find, options).catch((error: Error) => {
          if (error.name !== 'QueueDoesNotExist') throw error;
          throw new OperateError(`${what}: not there, though an alarm or a subscription names it`);
        }),
      );
      const command = new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
      return bare(await call(what, (options) => queueClient.send(command, options)));
    },
  };
}

// --- internal ---

const ATTEMPTS = 8;

const ALARM_TYPES = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] as const;

async function eachPage(ask: (token: string | undefined) => Promise<string | undefined>): Promise<void> {
  let token: string | undefined;
  do token = await ask(token);
  while (token);
}

/** Without what the SDK says of the call itself. */
function bare({ $metadata, ...answer }: object & { $metadata?: unknown }): AwsItem {
  return answer;
}
