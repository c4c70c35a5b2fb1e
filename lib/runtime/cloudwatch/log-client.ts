import { withinTime } from '../../time-limit/time-limit';
import { loadSdk } from '../aws-sdk';
import type { LogEvent } from './log-batch';

/** What the sink needs of CloudWatch Logs. */
export interface LogClient {
  /** @returns how many events of the batch were taken and then thrown away for their time. */
  readonly put: (batch: readonly LogEvent[]) => Promise<number>;
  /** Makes the stream, and the group when there is none; no error when they are there. Each request may take so many ms. */
  readonly create: (limitMs?: number) => Promise<void>;
}

export interface LogStreamProps {
  readonly group: string;
  readonly stream: string;
  /** @default as the SDK finds it */
  readonly region?: string;
  /** A CloudWatchLogsClient. @default one of the process's own, made when it is first needed */
  readonly client?: { readonly send: (command: never, options?: object) => Promise<unknown> };
  /** Loads the SDK, for a program that is bundled with it. @default it is looked for where the program runs */
  readonly sdk?: () => Promise<unknown>;
}

/** ms that a request may take; a batch that was not answered for is sent again, and may arrive twice. */
export const LOG_LIMIT_MS = 30_000;

/** The client by the AWS SDK, which is loaded with the first batch: it costs more than the whole runtime. */
export function sdkLogClient({ group, stream, region, client, sdk }: LogStreamProps): LogClient {
  const target = { logGroupName: group, logStreamName: stream };
  let opened: ReturnType<typeof open> | undefined;
  const send = async (name: Command, input: object, limitMs = LOG_LIMIT_MS): Promise<unknown> => {
    opened ??= open(client, region, sdk);
    const [to, commands] = await opened;
    const Command = commands[name] as unknown as new (input: object) => never;
    return withinTime(limitMs, (abortSignal) => to.send(new Command(input), { abortSignal }));
  };
  return {
    async put(batch) {
      const logEvents = batch.map(({ timestamp, text }) => ({ timestamp, message: text }));
      const answer = await send('PutLogEventsCommand', { ...target, logEvents });
      const { rejectedLogEventsInfo: rejected } = answer as { rejectedLogEventsInfo?: Rejected };
      return rejected ? rejectedCount(rejected, batch.length) : 0;
    },
    async create(limitMs) {
      const createStream = () => unlessThere(send('CreateLogStreamCommand', target, limitMs));
      // a worker in a group that was deployed for it may make streams, but no groups
      await createStream().catch(async (error) => {
        if (!isMissing(error)) throw error;
        await unlessThere(send('CreateLogGroupCommand', { logGroupName: group }, limitMs));
        await createStream();
      });
    },
  };
}

/** Whether the group or the stream is not there. */
export const isMissing = (error: unknown): boolean =>
  (error as Error | undefined)?.name === 'ResourceNotFoundException';

// --- internal ---

interface Rejected {
  readonly tooNewLogEventStartIndex?: number;
  readonly tooOldLogEventEndIndex?: number;
  readonly expiredLogEventEndIndex?: number;
}

type Command = 'PutLogEventsCommand' | 'CreateLogGroupCommand' | 'CreateLogStreamCommand';

type Sdk = typeof import('@aws-sdk/client-cloudwatch-logs');

async function open(
  given: LogStreamProps['client'],
  region: string | undefined,
  load: LogStreamProps['sdk'],
) {
  const sdk = await loadSdk<Sdk>('@aws-sdk/client-cloudwatch-logs', 'sends records', load);
  // one attempt: the sink's own patience covers longer outages than the SDK's three tries
  const client = given ?? new sdk.CloudWatchLogsClient({ region, maxAttempts: 1 });
  return [client, sdk] as const;
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
