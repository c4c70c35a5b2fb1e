import { DISPATCHED_CHANNEL_KINDS } from '../contract';
import {
  type DeadLetterQueue,
  deadLetterQueues,
  OperateError,
  type QueueMessage,
  type RealmPorts,
  redrive,
} from '../operate';
import { freshJobs } from '../realm/fresh-jobs';
import type { AlertChannel, RealmConfig } from '../realm/realm-config';
import type { SUBSCRIBED_CHANNELS } from '../realm/subscribed-channels';
import { closest, counted } from '../text';
import { deployedRealm } from './deployed-realm';
import { jsonText } from './json-documents';
import { UsageError } from './usage-error';
import { EXIT, type ExitCode, type VerbRun } from './verb';

/** Shows the dead letters of a realm, and tries them again. */
export const run: VerbRun = async (values, [name, ...more], io) => {
  if (more.length > 0) throw new UsageError('redrive: give one queue, or none to list them');
  const { config, ports } = deployedRealm(values, io);
  const queues = queuesOf(config);
  if (name === undefined) return list(queues, ports, io.out, values.json === true);
  const queue = queues.find((one) => one.name === name);
  if (!queue) {
    const names = queues.map((one) => one.name);
    const near = closest(name, names);
    throw new UsageError(
      `redrive: got '${name}'${near ? `, did you mean '${near}'` : ''}; realm ${config.realm} has ${names.join(', ')}`,
    );
  }
  const show = values['dry-run'] === true;
  let sent = 0;
  let failed = 0;
  await redrive(
    queue,
    ports,
    ({ message, problem }) => {
      if (problem !== undefined) failed++;
      else if (!show) sent++;
      io.out(values.json ? jsonText('redrive', { ...shown(message), problem }) : line(message, problem));
    },
    show,
  );
  if (!values.json && !show) io.out(`${counted(sent, 'dead letter')} of ${queue.queueName} sent again`);
  return failed > 0 ? EXIT.findings : EXIT.ok;
};

// --- internal ---

const DISPATCHED: ReadonlySet<string> = new Set(DISPATCHED_CHANNEL_KINDS);
/** Of which SNS keeps what it cannot deliver. */
const KEPT: Readonly<Record<Exclude<keyof typeof SUBSCRIBED_CHANNELS, 'email'>, true>> = {
  sms: true,
  push: true,
  https: true,
  sqs: true,
  lambda: true,
};
const SUBSCRIBED: ReadonlySet<string> = new Set(Object.keys(KEPT));

function queuesOf(config: RealmConfig): DeadLetterQueue[] {
  const { realm, system, dispatcher, workers, alerts } = config;
  const severitiesWith = (is: (channel: AlertChannel) => boolean) =>
    Object.keys(alerts).filter((severity) => alerts[severity]!.some(is));
  return deadLetterQueues({
    realm,
    system,
    dispatcher: dispatcher !== false,
    freshness: Object.keys(freshJobs(config, 'records')).length > 0,
    workers,
    severities: severitiesWith(({ kind }) => DISPATCHED.has(kind)),
    subscribed: severitiesWith(({ kind }) => SUBSCRIBED.has(kind)),
  });
}

async function list(
  queues: readonly DeadLetterQueue[],
  ports: RealmPorts,
  out: (line: string) => void,
  json: boolean,
): Promise<ExitCode> {
  const found = [];
  for (const { name, queueName } of queues) {
    const { visible, inFlight, delayed } = await ports.queueDepth(queueName).catch((error: Error) => {
      throw error instanceof OperateError ? error : new OperateError(`queue ${queueName}: ${error.message}`);
    });
    found.push({ name, queue: queueName, deadLetters: visible + inFlight + delayed });
  }
  if (json) out(jsonText('redrive', found));
  else
    for (const { name, queue, deadLetters } of found)
      out(`${name}  ${queue}  ${counted(deadLetters, 'dead letter')}`);
  return EXIT.ok;
}

const shown = ({ id, sentAt, body }: QueueMessage) => ({ id, sentAt: new Date(sentAt).toISOString(), body });

function line(message: QueueMessage, problem: string | undefined): string {
  const { sentAt, body } = shown(message);
  const text = body.length > WIDTH ? `${body.slice(0, WIDTH)}…` : body;
  return `${sentAt} ${text.replace(/\s+/g, ' ')}${problem === undefined ? '' : ` (stays: ${problem})`}`;
}

const WIDTH = 300;
