import {
  HOLD_LIMIT_MS,
  metricReader,
  queueHold,
  secretReaders,
  topicPublisher,
} from '../../lambda/alert-dispatcher/aws';
import { createBudgetOf } from '../../lambda/alert-dispatcher/budget';
import { POST_LIMIT_MS } from '../../lambda/alert-dispatcher/deliver';
import { createDestinations, SECRET_LIMIT_MS } from '../../lambda/alert-dispatcher/destinations';
import { BUDGET_LIMIT_MS, RECORDS_LIMIT_MS } from '../../lambda/alert-dispatcher/dispatcher';
import { createPost } from '../../lambda/alert-dispatcher/http-post';
import { recentRecords } from '../../lambda/alert-dispatcher/recent-records';
import { QUERY_LIMIT_MS, SEARCH_LIMIT_MS, tableQuery, timedSearch } from '../../lambda/freshness/aws';
import { sqsSender } from '../../lambda/job-dispatcher/aws';
import { SEND_LIMIT_MS, sendAll } from '../../lambda/job-dispatcher/send';
import { logSearch } from '../../lambda/shared/search-logs';
import { CONSOLE_LIMIT_MS, consoleBudgets } from '../../lib/cli/slo/console-budgets';
import { newestSuccess } from '../../lib/contract';
import { awsPorts, evidencePorts, probePorts, runPorts, snapshotPorts } from '../../lib/operate';
import { REQUEST_LIMIT_MS } from '../../lib/operate/aws-call';
import { INVOKE_LIMIT_MS } from '../../lib/operate/aws-ports';
import { createLogger, sqsQueue } from '../../lib/runtime';
import { logEvent } from '../../lib/runtime/cloudwatch/log-batch';
import { LOG_LIMIT_MS, sdkLogClient } from '../../lib/runtime/cloudwatch/log-client';
import { dynamoDbEvents } from '../../lib/runtime/events/dynamodb-events';
import { createEventQueue, WRITE_LIMIT_MS } from '../../lib/runtime/events/event-queue';
import { lastSuccessOfEvents, READ_LIMIT_MS } from '../../lib/runtime/events/last-success-events';
import { CONNECT_LIMIT_MS, limitedLookup } from '../../lib/runtime/limited-lookup';
import { udpLink } from '../../lib/runtime/metrics/udp-link';
import { otlpHttp } from '../../lib/runtime/otlp/otlp-http';
import { OTLP_LIMIT_MS, otlpSettings } from '../../lib/runtime/otlp/otlp-settings';
import { tcpLink } from '../../lib/runtime/syslog/syslog-links';
import { udpSyslog } from '../../lib/runtime/syslog/udp-syslog';
import { ANSWER_TIME } from '../../lib/runtime/worker/run-worker';
import { QUEUE_LIMIT_MS } from '../../lib/runtime/worker/sqs-queue';
import { SERVER_LIMITS } from '../../lib/time-limit/server-limits';
import { KAFKA_LIMIT_MS } from '../../lib/user-events/kafka/kafka-options';
import { CREDENTIALS_LIMIT_MS, mskIamToken } from '../../lib/user-events/kafka/msk-iam-token';
import { memorySink } from '../runtime/memory-sink';
import type { SilentPeer } from './silent-peer';

/** A call that leaves a process, or a client that comes to one. */
export interface Call {
  readonly who: string;
  readonly what: string;
  /** Where in the source it is. */
  readonly files: readonly string[];
  readonly limitMs: number;
  /** What comes then, for people. */
  readonly after: string;
  /**
   * Makes the call to the peer, and how it ends: after the limit, each of `tries` times. The environment leads AWS's
   * clients to the peer. A path names the test that has its own peer instead.
   */
  readonly proof:
    | { readonly ask: (peer: SilentPeer) => Promise<unknown>; readonly ends: object; readonly tries?: number }
    | string;
  /** The peer is none that is connected to, such as a resolver. */
  readonly unseen?: true;
}

const BUDGET_TERMS = {
  realm: 'dev',
  target: 0.99,
  overSeconds: 604_800,
  of: { kind: 'success', job: 'a' },
  counted: { namespace: 'Lava' },
};
const INTEGRATION = 'test/integration/silent-peer.test.ts';
const signal = new AbortController().signal;
const never = (() => {}) as never;
const gone = (limitMs: number, name = 'TimeLimitError') => ({
  reason: { name, message: expect.stringContaining(`no answer within ${limitMs / 1000} s`) },
});
const gives = (value: unknown) => ({ value });
const secret = (target: string) => () =>
  createDestinations({ ...secretReaders(), now: Date.now }).of({ kind: 'slack', target });

export const CALLS: readonly Call[] = [
  {
    who: 'alert dispatcher',
    what: 'post to a channel, its name resolved',
    files: ['lambda/alert-dispatcher/http-post.ts', 'lambda/alert-dispatcher/handler.ts'],
    limitMs: POST_LIMIT_MS,
    after: 'asked again after a pause; the alert goes back into the queue for this channel alone',
    proof: {
      ask: ({ url }) => createPost(never)({ url, headers: {}, body: '{}' }, POST_LIMIT_MS),
      ends: gone(POST_LIMIT_MS, 'PostError'),
    },
  },
  {
    who: 'alert dispatcher',
    what: 'a resolver that is silent',
    files: ['lambda/alert-dispatcher/handler.ts'],
    limitMs: POST_LIMIT_MS,
    after: 'as above: the name is a part of the post',
    unseen: true,
    proof: {
      ask: () =>
        createPost(() => new Promise(() => {}))(
          { url: 'https://a.example', headers: {}, body: '' },
          POST_LIMIT_MS,
        ),
      ends: gone(POST_LIMIT_MS, 'PostError'),
    },
  },
  {
    who: 'alert dispatcher',
    what: 'a post that is answered 101 Switching Protocols',
    files: ['lambda/alert-dispatcher/http-post.ts'],
    limitMs: POST_LIMIT_MS,
    after: 'an answer like any other that is not 2xx: at once',
    proof: 'test/lambda/alert-dispatcher/http-post.test.ts',
  },
  {
    who: 'alert dispatcher',
    what: 'SSM GetParameter',
    files: ['lambda/alert-dispatcher/aws.ts'],
    limitMs: SECRET_LIMIT_MS,
    after:
      'the last secret is used; without one this channel alone is told later, and the store is spared for 10 s',
    proof: {
      ask: secret('ssm:/a'),
      ends: { reason: { message: 'ssm:/a cannot be read: TimeLimitError', retry: true } },
    },
  },
  {
    who: 'alert dispatcher',
    what: 'Secrets Manager GetSecretValue',
    files: ['lambda/alert-dispatcher/aws.ts'],
    limitMs: SECRET_LIMIT_MS,
    after: 'as above',
    proof: {
      ask: secret('secretsmanager:a'),
      ends: { reason: { message: 'secretsmanager:a cannot be read: TimeLimitError', retry: true } },
    },
  },
  {
    who: 'alert dispatcher',
    what: 'CloudWatch Logs FilterLogEvents',
    files: ['lambda/shared/search-logs.ts'],
    limitMs: RECORDS_LIMIT_MS,
    after: 'the alert goes out without records',
    proof: {
      ask: () => recentRecords({ logGroup: 'g', pattern: '' }, 60_000, RECORDS_LIMIT_MS, logSearch()),
      ends: gives([]),
    },
  },
  {
    who: 'alert dispatcher',
    what: 'Parameter Store GetParameter and CloudWatch GetMetricData, how a budget stands',
    files: ['lambda/alert-dispatcher/aws.ts', 'lambda/alert-dispatcher/budget.ts'],
    limitMs: BUDGET_LIMIT_MS,
    after: 'the alert says that it is not known',
    proof: {
      ask: () =>
        createBudgetOf('p', {
          readParameter: async () => JSON.stringify({ alarms: { a: 0 }, terms: [BUDGET_TERMS] }),
          metricData: metricReader(),
        })('a', 0, BUDGET_LIMIT_MS),
      ends: gives({ text: 'not known: CloudWatch did not say in time' }),
    },
  },
  {
    who: 'alert dispatcher',
    what: 'SNS Publish',
    files: ['lambda/alert-dispatcher/aws.ts'],
    limitMs: POST_LIMIT_MS,
    after: 'as a post to a channel',
    proof: {
      ask: () => topicPublisher()('arn:aws:sns:eu-west-1:123456789012:chat', '{}', POST_LIMIT_MS),
      ends: gone(POST_LIMIT_MS),
    },
  },
  {
    who: 'alert dispatcher',
    what: 'SQS SendMessage, an alert put back or given up',
    files: ['lambda/alert-dispatcher/aws.ts'],
    limitMs: HOLD_LIMIT_MS,
    after: 'the message of the queue is not taken off it, and comes again',
    proof: {
      ask: ({ url }) => queueHold({ t: `${url}/1/q` }, `${url}/1/dlq`).putBack('t', 'body', 1),
      ends: gone(HOLD_LIMIT_MS),
    },
  },
  {
    who: 'job dispatcher',
    what: 'SQS SendMessageBatch',
    files: ['lambda/job-dispatcher/aws.ts'],
    limitMs: SEND_LIMIT_MS,
    after: 'tried three times; then the answer says which runs may not have been sent',
    proof: {
      ask: ({ url }) =>
        sendAll([{ queueUrl: `${url}/1/q`, body: '{}', delaySeconds: 0 }], {
          sendBatch: sqsSender(),
          sleep: async () => {},
        }),
      ends: gives([`TimeLimitError: no answer within ${SEND_LIMIT_MS / 1000} s`]),
      tries: 3,
    },
  },
  {
    who: 'freshness of jobs',
    what: 'CloudWatch Logs FilterLogEvents, all its pages',
    files: ['lambda/freshness/aws.ts', 'lambda/shared/search-logs.ts'],
    limitMs: SEARCH_LIMIT_MS,
    after:
      'a first look for a success is given up; otherwise nothing is said, and the next minute tries again',
    proof: {
      ask: () => timedSearch()({ logGroup: 'g', pattern: '', from: 0, to: 60_000, limit: 1 }),
      ends: gone(SEARCH_LIMIT_MS),
    },
  },
  {
    who: 'freshness of jobs',
    what: 'DynamoDB Query',
    files: ['lambda/freshness/aws.ts'],
    limitMs: QUERY_LIMIT_MS,
    after: 'nothing is said, and the next minute tries again',
    proof: {
      ask: () => newestSuccess(tableQuery(), 't', 'cmd/a'),
      ends: gone(QUERY_LIMIT_MS),
    },
  },
  {
    who: 'worker',
    what: 'SQS ReceiveMessage, beyond the wait',
    files: ['lib/runtime/worker/sqs-queue.ts', 'lib/runtime/worker/run-worker.ts'],
    limitMs: ANSWER_TIME * 1000,
    after: 'CRITICAL: the thread poller has died, which is an alarm; asked again',
    proof: 'test/runtime/worker/unanswered-poll.test.ts',
  },
  {
    who: 'worker',
    what: 'SQS GetQueueAttributes',
    files: ['lib/runtime/worker/sqs-queue.ts'],
    limitMs: QUEUE_LIMIT_MS,
    after: 'the heartbeat does not wait for it, and says -1',
    proof: {
      ask: ({ url }) => sqsQueue({ url: `${url}/1/q` }).depth(),
      ends: gone(QUEUE_LIMIT_MS),
    },
  },
  {
    who: 'worker',
    what: 'SQS DeleteMessage',
    files: ['lib/runtime/worker/sqs-queue.ts'],
    limitMs: QUEUE_LIMIT_MS,
    after: 'an ERROR; the message may come again',
    proof: {
      ask: ({ url }) => sqsQueue({ url: `${url}/1/q` }).remove({ body: '', receipt: 'r' }),
      ends: gone(QUEUE_LIMIT_MS),
    },
  },
  {
    who: 'worker',
    what: 'DynamoDB UpdateItem, the event of a run',
    files: ['lib/runtime/events/dynamodb-events.ts', 'lib/runtime/events/event-queue.ts'],
    limitMs: WRITE_LIMIT_MS,
    after: 'tried five times; then dropped, counted and said; no run waits for it',
    proof: {
      async ask() {
        const sink = memorySink();
        const logger = createLogger({ realm: 'dev', worker: 'core', destination: { sink } });
        const events = createEventQueue({
          sink: dynamoDbEvents({ table: 't' }),
          origin: { worker: 'core', worker_id: 'w', hostname: 'h', instance_id: 'i', ttl: 60 },
          logger,
          attempts: 1,
        });
        events.record({ job_id: 'j', run_id: 'r', ts_dispatch: '2026-01-01T00:00:00' }, 'complete');
        while (events.dropped() === 0) await new Promise((turn) => setImmediate(turn));
        return sink.records().map(({ message, reason }) => [message, (reason as Error).message]);
      },
      ends: gives([['Could not log to t', `no answer within ${WRITE_LIMIT_MS / 1000} s`]]),
    },
  },
  {
    who: 'worker',
    what: 'DynamoDB Query, the last success of a job',
    files: ['lib/runtime/events/last-success-events.ts'],
    limitMs: READ_LIMIT_MS,
    after: 'said; the job is as if it were not known to have succeeded',
    proof: { ask: () => lastSuccessOfEvents({ table: 't' }).read('cmd/a'), ends: gone(READ_LIMIT_MS) },
  },
  {
    who: 'worker',
    what: 'CloudWatch Logs PutLogEvents and CreateLogStream',
    files: ['lib/runtime/cloudwatch/log-client.ts'],
    limitMs: LOG_LIMIT_MS,
    after: 'sent again after a pause; records wait, up to 8 MiB, and may arrive twice',
    proof: {
      ask: () => sdkLogClient({ group: 'g', stream: 's' }).put([logEvent('m', 0)]),
      ends: gone(LOG_LIMIT_MS),
    },
  },
  {
    who: 'worker',
    what: 'OTLP: an export, with it the name, the connection and a log stream that is to be made',
    files: ['lib/runtime/otlp/otlp-http.ts', 'lib/runtime/otlp/aws-signer.ts'],
    limitMs: OTLP_LIMIT_MS,
    after: 'sent again after a pause; records and metrics wait, up to 8 MiB each, and may arrive twice',
    proof: {
      ask: ({ url }) => otlpHttp(otlpSettings('logs', { endpoint: url }, {})).post(Buffer.from('{}')),
      ends: gives({ kind: 'later', message: 'no answer within 10 s' }),
    },
  },
  {
    who: 'worker',
    what: 'the name of a StatsD server',
    files: ['lib/runtime/metrics/udp-link.ts', 'lib/runtime/limited-lookup.ts'],
    limitMs: CONNECT_LIMIT_MS,
    after: 'said once; what was counted waits, and the name is asked for again with the next flush',
    unseen: true,
    proof: {
      ask: () =>
        new Promise(
          (_, tell) => void udpLink({ host: 'statsd', port: 8125, tell, resolve: limitedLookup(never) }),
        ),
      ends: gone(CONNECT_LIMIT_MS),
    },
  },
  {
    who: 'worker',
    what: 'syslog over TCP: name and connection',
    files: ['lib/runtime/syslog/syslog-links.ts'],
    limitMs: CONNECT_LIMIT_MS,
    after:
      'said once, and tried again after a pause; records wait, up to 1 MiB, and come out on stderr at the end',
    unseen: true,
    proof: {
      ask: () => new Promise<void>((gone) => void tcpLink('logs', 514, never).open(never, gone)),
      ends: gives(undefined),
    },
  },
  {
    who: 'worker',
    what: 'syslog over UDP: name',
    files: ['lib/runtime/syslog/udp-syslog.ts'],
    limitMs: CONNECT_LIMIT_MS,
    after: 'as over TCP; up to 10,000 records wait',
    unseen: true,
    proof: {
      async ask() {
        let tell = (_: Error | null) => {};
        const told = new Promise((done) => {
          tell = done;
        });
        const resolve = limitedLookup(never) as unknown as Lookup;
        const lookup: Lookup = (host, family, done) =>
          resolve(host, family, (error) => {
            tell(error);
            done(error);
          });
        const sink = udpSyslog('logs', 514, String, 1000, () => {}, lookup as never);
        const error = await told;
        void sink.close();
        throw error;
      },
      ends: gone(CONNECT_LIMIT_MS),
    },
  },
  {
    who: 'worker',
    what: 'a syslog server that takes nothing more',
    files: ['lib/runtime/syslog/syslog-links.ts'],
    limitMs: 25,
    after: 'a call waits no longer; up to 1 MiB waits, then records are dropped, counted and said',
    proof: 'test/runtime/sink/fd-writer.test.ts',
  },
  {
    who: 'consumer of user events',
    what: 'Kafka: metadata, group, offsets, commit',
    files: ['lib/user-events/kafka/kafka-reader.ts'],
    limitMs: KAFKA_LIMIT_MS,
    after: '`/ping` says 503; joined anew after a pause, from what was committed',
    proof: INTEGRATION,
  },
  {
    who: 'producer of user events',
    what: 'Kafka: produce',
    files: ['lib/user-events/kafka/kafka-sender.ts'],
    limitMs: KAFKA_LIMIT_MS,
    after: 'sent again after a pause; 10,000 events wait, then the oldest are dropped and counted',
    proof: INTEGRATION,
  },
  {
    who: 'consumer of user events',
    what: 'credentials of MSK from the metadata service',
    files: ['lib/user-events/kafka/msk-iam-token.ts'],
    limitMs: CREDENTIALS_LIMIT_MS,
    after: 'the connection fails, and is made anew after a pause',
    proof: {
      ask: ({ url }) => {
        fromMetadata(url);
        return mskIamToken('eu-west-1');
      },
      ends: gone(CREDENTIALS_LIMIT_MS),
    },
  },
  {
    who: 'verbs of a deployed realm',
    what: 'CloudWatch, CloudWatch Logs, SQS, SNS, DynamoDB, SSM: any request',
    files: [
      'lib/operate/aws-ports.ts',
      'lib/operate/evidence-ports.ts',
      'lib/operate/otlp-probe-ports.ts',
      'lib/operate/probe-ports.ts',
      'lib/operate/run-ports.ts',
      'lib/operate/snapshot-ports.ts',
      'lib/operate/topic-ports.ts',
      'lib/operate/instance-command.ts',
    ],
    limitMs: REQUEST_LIMIT_MS,
    after: 'the verb ends, and says what was asked',
    proof: {
      ask: () =>
        Promise.allSettled([
          awsPorts({ signal }).queueDepth('q'),
          awsPorts({ signal }).firingAlarms('a'),
          awsPorts({ signal }).runCommand(['i-0'], 'true'),
          awsPorts({ signal })
            .findRecords({ logGroup: 'g', pattern: '', from: 0 })
            [Symbol.asyncIterator]()
            .next(),
          evidencePorts({ signal }).alarms(),
          probePorts({ signal }).createQueue('q'),
          probePorts({ signal }).deleteAll('q'),
          runPorts({ signal })
            .findRuns({ table: 't', filter: 'a = b', names: {}, values: {} } as never)
            [Symbol.asyncIterator]()
            .next(),
          snapshotPorts({ signal }).subscriptions(),
          snapshotPorts({ signal }).queueAttributes('q'),
        ]),
      ends: gives(
        Array.from({ length: 10 }, () => ({
          status: 'rejected',
          ...gone(REQUEST_LIMIT_MS, 'OperateError'),
        })),
      ),
    },
  },
  {
    who: 'verbs of a deployed realm',
    what: 'Lambda Invoke',
    files: ['lib/operate/aws-ports.ts'],
    limitMs: INVOKE_LIMIT_MS,
    after: 'as above',
    proof: { ask: () => awsPorts({ signal }).invoke('f', {}), ends: gone(INVOKE_LIMIT_MS, 'OperateError') },
  },
  {
    who: 'verbs of a deployed realm',
    what: 'credentials from the metadata service',
    files: ['lib/operate/aws-call.ts'],
    limitMs: REQUEST_LIMIT_MS,
    after: 'as above: they are a part of the request',
    proof: {
      ask: ({ url }) => {
        fromMetadata(url);
        return awsPorts({ signal }).queueDepth('q');
      },
      ends: gone(REQUEST_LIMIT_MS, 'OperateError'),
    },
  },
  {
    who: 'slo --console',
    what: 'the console of a local realm',
    files: ['lib/cli/slo/console-budgets.ts'],
    limitMs: CONSOLE_LIMIT_MS,
    after: 'the verb ends, and says which address was asked',
    proof: {
      ask: ({ url }) => consoleBudgets(url, signal),
      ends: { reason: { message: expect.stringContaining(`no answer within ${CONSOLE_LIMIT_MS / 1000} s`) } },
    },
  },
  {
    who: 'served ports: Prometheus, user events, console',
    what: 'a client that sends no whole request',
    files: [
      'lib/runtime/metrics/prometheus-text.ts',
      'lib/user-events/service/exporter.ts',
      'lib/local/loopback-server.ts',
    ],
    limitMs: SERVER_LIMITS.headersTimeout,
    after: 'answered 408 and cut off; others are served meanwhile',
    proof: INTEGRATION,
  },
  {
    who: 'machine of a fleet',
    what: 'the metadata service, for the life-cycle state',
    files: ['lib/constructs/fleet/drain.ts'],
    limitMs: 5_000,
    after: 'asked again after 15 s',
    proof: INTEGRATION,
  },
  {
    who: 'container of user events',
    what: 'its own health check',
    files: ['lib/constructs/user-events/user-events-service.ts'],
    limitMs: 4_000,
    after: 'not healthy; after three of them ECS replaces the task',
    proof: INTEGRATION,
  },
];

// --- internal ---

type Lookup = (host: string, family: unknown, done: (error: Error | null) => void) => void;

function fromMetadata(url: string): void {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_EC2_METADATA_DISABLED'])
    delete process.env[name];
  process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = url;
}
