import { withinTime } from '../../lib/time-limit/time-limit';
import type { MetricData } from './budget';
import type { ReadSecret } from './destinations';
import type { HoldPort } from './settle';
import type { Publish } from './topic-post';

/** ms that putting an alert back, or giving it up, may take. */
export const HOLD_LIMIT_MS = 4_000;

/**
 * AWS's services as the dispatcher's ports. Each SDK client is loaded when it is first needed: with
 * require(), since import() does not find the SDK of the Lambda runtime, which NODE_PATH points at.
 */
export function secretReaders(): { readonly ssm: ReadSecret; readonly secretsManager: ReadSecret } {
  return {
    ssm: async (Name) => {
      const { SSMClient, GetParameterCommand } =
        require('@aws-sdk/client-ssm') as typeof import('@aws-sdk/client-ssm');
      const answer = await new SSMClient(CLIENT).send(
        new GetParameterCommand({ Name, WithDecryption: true }),
      );
      return answer.Parameter?.Value;
    },
    secretsManager: async (SecretId) => {
      const { SecretsManagerClient, GetSecretValueCommand } =
        require('@aws-sdk/client-secrets-manager') as typeof import('@aws-sdk/client-secrets-manager');
      const answer = await new SecretsManagerClient(CLIENT).send(new GetSecretValueCommand({ SecretId }));
      return answer.SecretString;
    },
  };
}

/** One call: two metrics over four weeks by the hour are far below what a page holds. */
export function metricReader(): MetricData {
  return async (MetricDataQueries, from, to, abortSignal) => {
    const { CloudWatchClient, GetMetricDataCommand } =
      require('@aws-sdk/client-cloudwatch') as typeof import('@aws-sdk/client-cloudwatch');
    const { MetricDataResults = [] } = await new CloudWatchClient(CLIENT).send(
      new GetMetricDataCommand({ StartTime: new Date(from), EndTime: new Date(to), MetricDataQueries }),
      { abortSignal },
    );
    return MetricDataResults;
  };
}

export function topicPublisher(): Publish {
  return async (TopicArn, Message, timeoutMs) => {
    const { SNSClient, PublishCommand } =
      require('@aws-sdk/client-sns') as typeof import('@aws-sdk/client-sns');
    const client = new SNSClient(CLIENT);
    await withinTime(timeoutMs, (abortSignal) =>
      client.send(new PublishCommand({ TopicArn, Message }), { abortSignal }),
    );
  };
}

/** SQS's queues as what holds alerts back; `queues` are URLs by topic name. */
export function queueHold(queues: Readonly<Record<string, string>>, deadLetters: string): HoldPort {
  let client: import('@aws-sdk/client-sqs').SQSClient | undefined;
  const send = async (QueueUrl: string, MessageBody: string, DelaySeconds: number) => {
    const { SQSClient, SendMessageCommand } =
      require('@aws-sdk/client-sqs') as typeof import('@aws-sdk/client-sqs');
    client ??= new SQSClient(CLIENT);
    await withinTime(HOLD_LIMIT_MS, (abortSignal) =>
      client!.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }), { abortSignal }),
    );
  };
  const [any] = Object.values(queues);
  return {
    putBack: (topic, body, delay) => {
      // What came past all topics waits with the others.
      const url = topic !== undefined && Object.hasOwn(queues, topic) ? queues[topic]! : any;
      return url === undefined ? Promise.reject(new Error('no queue')) : send(url, body, delay);
    },
    giveUp: (body) => send(deadLetters, body, 0),
  };
}

// --- internal ---

/** The SDK waits for ever unless it is told otherwise. */
const CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};
