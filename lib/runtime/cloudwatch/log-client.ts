import { loadSdk } from '../aws-sdk';
import type { LogEvent } from './log-batch';

/** What the sink needs of CloudWatch Logs. */
export interface LogClient {
  /** @returns how many events of the batch were taken and then thrown away for their time. */
  readonly put: (batch: readonly LogEvent[]) => Promise<number>;
  /** Makes the stream, and the group when there is none; no error when they are there. */
  readonly create: () => Promise<void>;
}

export interface LogStreamProps {
  readonly group: string;
  readonly stream: string;
  /** A CloudWatchLogsClient. @default one of the process's own, made when it is first needed */
  readonly client?: { readonly send: (command: never) => Promise<unknown> };
  /** Loads the SDK, for a program that is bundled with it. @default it is looked for where the program runs */
  readonly sdk?: () => Promise<unknown>;
}

/** The client by the AWS SDK, which is loaded with the first batch: it costs more than the whole runtime. */
export function sdkLogClient({ group, stream, client, sdk }: LogStreamProps): LogClient {
  const target = { logGroupName: group, logStreamName: stream };
  let loaded: ReturnType<typeof open> | undefined;
  const load = () => {
    loaded ??= open(client, sdk);
    return loaded;
  };
  return {
    async put(batch) {
      const { send, PutLogEventsCommand } = await load();
      const logEvents = batch.map(({ timestamp, message }) => ({ timestamp, message }));
      const { rejectedLogEventsInfo: rejected } = (await send(
        new PutLogEventsCommand({ ...target, logEvents }),
      )) as { rejectedLogEventsInfo?: Rejected };
      return rejected ? rejectedCount(rejected, batch.length) : 0;
    },
    async create() {
      const { send, CreateLogGroupCommand, CreateLogStreamCommand } = await load();
      const createStream = () => unlessThere(send(new CreateLogStreamCommand(target)));
      // a worker in a group that was deployed for it may make streams, but no groups
      await createStream().catch(async (error) => {
        if ((error as Error).name !== 'ResourceNotFoundException') throw error;
        await unlessThere(send(new CreateLogGroupCommand({ logGroupName: group })));
        await createStream();
      });
    },
  };
}

// --- internal ---

interface Rejected {
  readonly tooNewLogEventStartIndex?: number;
  readonly tooOldLogEventEndIndex?: number;
  readonly expiredLogEventEndIndex?: number;
}

type Sdk = typeof import('@aws-sdk/client-cloudwatch-logs');

async function open(given: LogStreamProps['client'], load: LogStreamProps['sdk']) {
  const sdk = await loadSdk<Sdk>('@aws-sdk/client-cloudwatch-logs', 'sends records', load);
  // one attempt: the sink's own patience covers longer outages than the SDK's three tries
  const client = given ?? new sdk.CloudWatchLogsClient({ maxAttempts: 1 });
  const { PutLogEventsCommand, CreateLogGroupCommand, CreateLogStreamCommand } = sdk;
  const send = (command: object): Promise<unknown> => client.send(command as never);
  return { send, PutLogEventsCommand, CreateLogGroupCommand, CreateLogStreamCommand };
}

async function unlessThere(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if ((error as Error).name !== 'ResourceAlreadyExistsException') throw error;
  }
}

/** Events at both ends of the batch, which is in the order of time. */
function rejectedCount(
  {
    tooNewLogEventStartIndex: tooNew,
    tooOldLogEventEndIndex: tooOld = 0,
    expiredLogEventEndIndex: expired = 0,
  }: Rejected,
  size: number,
): number {
  return Math.max(tooOld, expired) + (tooNew === undefined ? 0 : size - tooNew);
}
