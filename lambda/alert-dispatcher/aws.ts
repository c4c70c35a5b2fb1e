import type { ReadSecret } from './destinations';
import type { SearchLogs } from './recent-records';
import type { Publish } from './topic-post';

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

/** Newest first, page after page (a page may be empty), until there are enough or no more. */
export function logSearch(): SearchLogs {
  return async ({ logGroup, pattern, from, to, limit }, abortSignal) => {
    const { CloudWatchLogsClient, FilterLogEventsCommand } =
      require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs');
    const client = new CloudWatchLogsClient({});
    const found: { timestamp: number; message: string }[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new FilterLogEventsCommand({
          logGroupName: logGroup,
          filterPattern: pattern,
          startTime: from,
          endTime: to,
          startFromHead: false,
          limit,
          nextToken,
        }),
        { abortSignal },
      );
      for (const { timestamp = 0, message = '' } of page.events ?? []) found.push({ timestamp, message });
      nextToken = page.nextToken;
    } while (nextToken && found.length < limit);
    return found;
  };
}

export function topicPublisher(): Publish {
  return async (TopicArn, Message, timeoutMs) => {
    const { SNSClient, PublishCommand } =
      require('@aws-sdk/client-sns') as typeof import('@aws-sdk/client-sns');
    const abortSignal = AbortSignal.timeout(timeoutMs);
    await new SNSClient(CLIENT).send(new PublishCommand({ TopicArn, Message }), { abortSignal });
  };
}

// --- internal ---

/** The SDK waits for ever unless it is told otherwise. */
const CLIENT = { maxAttempts: 3, requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000 } };
