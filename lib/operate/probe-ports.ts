import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type * as Sqs from '@aws-sdk/client-sqs';
import { awsCall } from './aws-call';
import { type EvidenceProps, retries } from './evidence-ports';

/** What a probe makes, sends and deletes. */
export interface ProbePorts {
  /** PutMetricAlarm. */
  readonly putAlarm: (alarm: object) => Promise<void>;
  /** PutCompositeAlarm. */
  readonly putComposite: (alarm: object) => Promise<void>;
  /** PutMetricData. */
  readonly putData: (namespace: string, data: readonly CloudWatch.MetricDatum[]) => Promise<void>;
  /** CreateQueue; gives its URL. */
  readonly createQueue: (name: string) => Promise<string>;
  /** SendMessage. */
  readonly sendMessage: (queueUrl: string) => Promise<void>;
  /** Deletes every alarm and queue whose name begins so, and gives the names. */
  readonly deleteAll: (prefix: string) => Promise<string[]>;
}

/** The ports on AWS; deletions do not end at the signal. */
export function probePorts({ region, signal }: EvidenceProps): ProbePorts {
  const cloudwatch = require('@aws-sdk/client-cloudwatch') as typeof CloudWatch;
  const sqs = require('@aws-sdk/client-sqs') as typeof Sqs;
  const alarms = new cloudwatch.CloudWatchClient({ region, ...retries() });
  // An emulator may give URLs of another host than the one that it is asked at.
  const queues = new sqs.SQSClient({ region, ...retries(), useQueueUrlAsEndpoint: false });

  const call = awsCall({ region, signal });
  const callAtTheEnd = awsCall({ region });

  async function alarmNames(prefix: string): Promise<{ composites: string[]; metric: string[] }> {
    const [composites, metric]: [string[], string[]] = [[], []];
    let NextToken: string | undefined;
    do {
      const command = new cloudwatch.DescribeAlarmsCommand({
        AlarmNamePrefix: prefix,
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        NextToken,
      });
      const page = await callAtTheEnd('cloudwatch:DescribeAlarms', (options) =>
        alarms.send(command, options),
      );
      composites.push(...(page.CompositeAlarms ?? []).map(({ AlarmName = '' }) => AlarmName));
      metric.push(...(page.MetricAlarms ?? []).map(({ AlarmName = '' }) => AlarmName));
      NextToken = page.NextToken;
    } while (NextToken);
    return { composites, metric };
  }

  async function deleteAlarms(names: readonly string[]): Promise<void> {
    for (let at = 0; at < names.length; at += MOST_DELETED) {
      const command = new cloudwatch.DeleteAlarmsCommand({ AlarmNames: names.slice(at, at + MOST_DELETED) });
      await callAtTheEnd('cloudwatch:DeleteAlarms', (options) => alarms.send(command, options));
    }
  }

  async function deleteQueues(prefix: string): Promise<string[]> {
    const listed = new sqs.ListQueuesCommand({ QueueNamePrefix: prefix });
    const { QueueUrls = [] } = await callAtTheEnd('sqs:ListQueues', (options) =>
      queues.send(listed, options),
    );
    for (const QueueUrl of QueueUrls) {
      await callAtTheEnd('sqs:DeleteQueue', (options) =>
        queues.send(new sqs.DeleteQueueCommand({ QueueUrl }), options),
      );
    }
    return QueueUrls.map((url) => url.split('/').at(-1)!);
  }

  return {
    async putAlarm(alarm) {
      const command = new cloudwatch.PutMetricAlarmCommand(alarm as CloudWatch.PutMetricAlarmCommandInput);
      await call('cloudwatch:PutMetricAlarm', (options) => alarms.send(command, options));
    },
    async putComposite(alarm) {
      const command = new cloudwatch.PutCompositeAlarmCommand(
        alarm as CloudWatch.PutCompositeAlarmCommandInput,
      );
      await call('cloudwatch:PutCompositeAlarm', (options) => alarms.send(command, options));
    },
    async putData(Namespace, MetricData) {
      const command = new cloudwatch.PutMetricDataCommand({ Namespace, MetricData: [...MetricData] });
      await call('cloudwatch:PutMetricData', (options) => alarms.send(command, options));
    },
    async createQueue(QueueName) {
      const command = new sqs.CreateQueueCommand({ QueueName });
      const { QueueUrl } = await call('sqs:CreateQueue', (options) => queues.send(command, options));
      return QueueUrl!;
    },
    async sendMessage(QueueUrl) {
      const command = new sqs.SendMessageCommand({ QueueUrl, MessageBody: 'probe' });
      await call('sqs:SendMessage', (options) => queues.send(command, options));
    },
    async deleteAll(prefix) {
      const { composites, metric } = await alarmNames(prefix);
      // An alarm that a composite reads cannot be deleted before it.
      await deleteAlarms(composites);
      await deleteAlarms(metric);
      return [...composites, ...metric, ...(await deleteQueues(prefix))];
    },
  };
}

// --- internal ---

/** Of one DeleteAlarms. */
const MOST_DELETED = 100;
