import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type * as Sqs from '@aws-sdk/client-sqs';
import { type EvidenceProps, retries } from './evidence-ports';
import { operateError } from './operate-error';

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

  async function call<T>(what: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw operateError(error, what, region ?? 'the region of your credentials');
    }
  }
  const abortSignal = () => AbortSignal.any([signal]);

  async function alarmNames(prefix: string): Promise<{ composites: string[]; metric: string[] }> {
    const [composites, metric]: [string[], string[]] = [[], []];
    let NextToken: string | undefined;
    do {
      const command = new cloudwatch.DescribeAlarmsCommand({
        AlarmNamePrefix: prefix,
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        NextToken,
      });
      const page = await call('cloudwatch:DescribeAlarms', () => alarms.send(command));
      composites.push(...(page.CompositeAlarms ?? []).map(({ AlarmName = '' }) => AlarmName));
      metric.push(...(page.MetricAlarms ?? []).map(({ AlarmName = '' }) => AlarmName));
      NextToken = page.NextToken;
    } while (NextToken);
    return { composites, metric };
  }

  async function deleteAlarms(names: readonly string[]): Promise<void> {
    for (let at = 0; at < names.length; at += MOST_DELETED) {
      const command = new cloudwatch.DeleteAlarmsCommand({ AlarmNames: names.slice(at, at + MOST_DELETED) });
      await call('cloudwatch:DeleteAlarms', () => alarms.send(command));
    }
  }

  async function deleteQueues(prefix: string): Promise<string[]> {
    const listed = new sqs.ListQueuesCommand({ QueueNamePrefix: prefix });
    const { QueueUrls = [] } = await call('sqs:ListQueues', () => queues.send(listed));
    for (const QueueUrl of QueueUrls) {
      await call('sqs:DeleteQueue', () => queues.send(new sqs.DeleteQueueCommand({ QueueUrl })));
    }
    return QueueUrls.map((url) => url.split('/').at(-1)!);
  }

  return {
    async putAlarm(alarm) {
      const command = new cloudwatch.PutMetricAlarmCommand(alarm as CloudWatch.PutMetricAlarmCommandInput);
      await call('cloudwatch:PutMetricAlarm', () => alarms.send(command, { abortSignal: abortSignal() }));
    },
    async putComposite(alarm) {
      const command = new cloudwatch.PutCompositeAlarmCommand(
        alarm as CloudWatch.PutCompositeAlarmCommandInput,
      );
      await call('cloudwatch:PutCompositeAlarm', () => alarms.send(command, { abortSignal: abortSignal() }));
    },
    async putData(Namespace, MetricData) {
      const command = new cloudwatch.PutMetricDataCommand({ Namespace, MetricData: [...MetricData] });
      await call('cloudwatch:PutMetricData', () => alarms.send(command, { abortSignal: abortSignal() }));
    },
    async createQueue(QueueName) {
      const command = new sqs.CreateQueueCommand({ QueueName });
      const { QueueUrl } = await call('sqs:CreateQueue', () =>
        queues.send(command, { abortSignal: abortSignal() }),
      );
      return QueueUrl!;
    },
    async sendMessage(QueueUrl) {
      const command = new sqs.SendMessageCommand({ QueueUrl, MessageBody: 'probe' });
      await call('sqs:SendMessage', () => queues.send(command, { abortSignal: abortSignal() }));
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
