import { awsCall } from './aws-call';
import { runOnInstances } from './instance-command';
import { OperateError } from './operate-error';
import type { FiringAlarm, QueueState, RealmPorts } from './realm-ports';

/** ms that a function may take; the alert dispatcher takes two minutes at the longest. */
export const INVOKE_LIMIT_MS = 130_000;

export interface AwsProps {
  /** @default what the environment or the profile says */
  readonly region?: string;
  /** Ends every call. */
  readonly signal: AbortSignal;
}

/** The ports on AWS, by the SDK's usual credentials; AWS_ENDPOINT_URL leads elsewhere. Clients load when first used. */
export function awsPorts({ region, signal }: AwsProps): RealmPorts {
  const logs = once(() => new (sdk.logs().CloudWatchLogsClient)({ region }));
  const queues = once(() => new (sdk.queues().SQSClient)({ region }));
  const alarms = once(() => new (sdk.alarms().CloudWatchClient)({ region }));
  const functions = once(() => new (sdk.functions().LambdaClient)({ region }));
  const systems = once(() => new (sdk.systems().SSMClient)({ region }));

  const call = awsCall({ region, signal });

  const urls = new Map<string, string>();
  async function queueUrl(QueueName: string): Promise<string> {
    const known = urls.get(QueueName);
    if (known !== undefined) return known;
    const command = new (sdk.queues().GetQueueUrlCommand)({ QueueName });
    const { QueueUrl } = await call(`queue ${QueueName}`, (options) => queues().send(command, options));
    urls.set(QueueName, QueueUrl!);
    return QueueUrl!;
  }

  async function queueState(queueName: string): Promise<QueueState> {
    const QueueUrl = await queueUrl(queueName);
    const AttributeNames = Object.values(QUEUE_ATTRIBUTES);
    const command = new (sdk.queues().GetQueueAttributesCommand)({ QueueUrl, AttributeNames });
    const { Attributes = {} } = await call(`queue ${queueName}`, (options) =>
      queues().send(command, options),
    );
    const values = Object.entries(QUEUE_ATTRIBUTES).map(([key, name]) => [
      key,
      Number(Attributes[name] ?? 0),
    ]);
    return Object.fromEntries(values) as Record<keyof QueueState, number>;
  }

  return {
    async *findRecords({ logGroup, pattern, from, to }) {
      let nextToken: string | undefined;
      do {
        const command = new (sdk.logs().FilterLogEventsCommand)({
          logGroupName: logGroup,
          filterPattern: pattern,
          startTime: from,
          endTime: to,
          nextToken,
        });
        const page = await call(`log group ${logGroup}`, (options) => logs().send(command, options));
        yield (page.events ?? []).map((event) => ({
          id: event.eventId ?? `${event.logStreamName}/${event.timestamp}/${event.message}`,
          timestamp: event.timestamp ?? 0,
          stream: event.logStreamName ?? '',
          message: event.message ?? '',
        }));
        nextToken = page.nextToken;
      } while (nextToken);
    },

    async queueDepth(queueName) {
      const { visible, inFlight, delayed } = await queueState(queueName);
      return { visible, inFlight, delayed };
    },

    queueState,

    async statistics({ namespace, metric, dimensions, from, to }) {
      const command = new (sdk.alarms().GetMetricStatisticsCommand)({
        Namespace: namespace,
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(from),
        EndTime: new Date(to),
        // One period of all: an average of averages would weigh a quiet minute like a busy one.
        Period: Math.ceil((to - from) / 60_000) * 60,
        Statistics: ['Average', 'Maximum', 'SampleCount'],
      });
      const { Datapoints = [] } = await call(`metric ${metric}`, (options) =>
        alarms().send(command, options),
      );
      const count = Datapoints.reduce((sum, { SampleCount = 0 }) => sum + SampleCount, 0);
      if (count === 0) return undefined;
      const total = Datapoints.reduce(
        (sum, { Average = 0, SampleCount = 0 }) => sum + Average * SampleCount,
        0,
      );
      return { average: total / count, maximum: Math.max(...Datapoints.map(({ Maximum = 0 }) => Maximum)) };
    },

    async receive(queueName) {
      const QueueUrl = await queueUrl(queueName);
      const command = new (sdk.queues().ReceiveMessageCommand)({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 60,
        // A short poll asks only some of SQS's machines and may find nothing where there is something.
        WaitTimeSeconds: 2,
        MessageSystemAttributeNames: ['SentTimestamp'],
        MessageAttributeNames: ['All'],
      });
      const { Messages = [] } = await call(`queue ${queueName}`, (options) =>
        queues().send(command, options),
      );
      return Messages.map(({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes = {} }) => ({
        id: MessageId ?? '',
        handle: ReceiptHandle ?? '',
        body: Body ?? '',
        sentAt: Number(Attributes?.SentTimestamp ?? 0),
        attributes: Object.fromEntries(
          Object.entries(MessageAttributes).flatMap(([key, { StringValue, DataType }]) =>
            DataType === 'String' && StringValue !== undefined ? [[key, StringValue]] : [],
          ),
        ),
      }));
    },

    async send(queueName, MessageBody, attributes) {
      const QueueUrl = await queueUrl(queueName);
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([key, StringValue]) => [key, { DataType: 'String', StringValue }]),
      );
      const command = new (sdk.queues().SendMessageCommand)({ QueueUrl, MessageBody, MessageAttributes });
      await call(`queue ${queueName}`, (options) => queues().send(command, options));
    },

    async remove(queueName, ReceiptHandle) {
      const QueueUrl = await queueUrl(queueName);
      const command = new (sdk.queues().DeleteMessageCommand)({ QueueUrl, ReceiptHandle });
      await call(`queue ${queueName}`, (options) => queues().send(command, options));
    },

    async release(queueName, ReceiptHandle) {
      const QueueUrl = await queueUrl(queueName);
      const command = new (sdk.queues().ChangeMessageVisibilityCommand)({
        QueueUrl,
        ReceiptHandle,
        VisibilityTimeout: 0,
      });
      await call(`queue ${queueName}`, (options) => queues().send(command, options));
    },

    async firingAlarms(prefix) {
      const firing: FiringAlarm[] = [];
      let NextToken: string | undefined;
      do {
        const command = new (sdk.alarms().DescribeAlarmsCommand)({
          AlarmNamePrefix: prefix,
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          StateValue: 'ALARM',
          NextToken,
        });
        const page = await call(`alarms ${prefix}…`, (options) => alarms().send(command, options));
        for (const alarm of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])]) {
          firing.push({
            name: alarm.AlarmName ?? '',
            since: alarm.StateUpdatedTimestamp?.getTime() ?? 0,
            reason: alarm.StateReason ?? '',
          });
        }
        NextToken = page.NextToken;
      } while (NextToken);
      return firing;
    },

    async invoke(functionName, payload) {
      const command = new (sdk.functions().InvokeCommand)({
        FunctionName: functionName,
        Payload: JSON.stringify(payload),
      });
      const answer = await call(
        `function ${functionName}`,
        (options) => functions().send(command, options),
        INVOKE_LIMIT_MS,
      );
      const text = answer.Payload?.transformToString() || 'null';
      if (answer.FunctionError === undefined) return JSON.parse(text);
      throw new OperateError(`function ${functionName}: ${failureText(text)}`);
    },

    runCommand: (instances, command) =>
      runOnInstances(sdk.systems(), systems(), { instances, command, call, signal }),
  };
}

// --- internal ---

const QUEUE_ATTRIBUTES = {
  visible: 'ApproximateNumberOfMessages',
  inFlight: 'ApproximateNumberOfMessagesNotVisible',
  delayed: 'ApproximateNumberOfMessagesDelayed',
  retentionSeconds: 'MessageRetentionPeriod',
  visibilityTimeoutSeconds: 'VisibilityTimeout',
} as const satisfies Record<keyof QueueState, string>;

const sdk = {
  logs: () => require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs'),
  queues: () => require('@aws-sdk/client-sqs') as typeof import('@aws-sdk/client-sqs'),
  alarms: () => require('@aws-sdk/client-cloudwatch') as typeof import('@aws-sdk/client-cloudwatch'),
  functions: () => require('@aws-sdk/client-lambda') as typeof import('@aws-sdk/client-lambda'),
  systems: () => require('@aws-sdk/client-ssm') as typeof import('@aws-sdk/client-ssm'),
};

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Lambda's error object holds what the function threw. */
function failureText(payload: string): string {
  try {
    const { errorMessage } = JSON.parse(payload) as { errorMessage?: string };
    return errorMessage ?? payload;
  } catch {
    return payload;
  }
}
