import type { LambdaSignal } from '../constructs';
import { type AlarmSignal, BURN_TIERS, type BurnTier, type JobAlarmSignal, realmNames } from '../contract';
import { formatDuration } from '../text';

/** A kind of alarm that a realm can have, for whoever is called by one. */
export interface AlarmKind {
  /** The last part of its name, and its heading in docs/alarms.md. */
  readonly key: string;
  /** Its name, with `<system>`, `<realm>`, `<worker>` and the like for what differs. */
  readonly name: string;
  /** What has happened when it is in ALARM. */
  readonly means: string;
  /**
   * What to do first: whole sentences that are as good without a link, since a mail has none. Commands are in backticks,
   * best in brackets at a sentence's end, where a reader of plain text sees where they end.
   */
  readonly first: string;
  /** Where docs/alarms.md has more, in Markdown with links. */
  readonly more?: string;
}

/** Its anchor in docs/alarms.md: `worker-heartbeat`, `job-job-failed`, `function-errors`. */
export const alarmAnchor = ({ name }: AlarmKind): string =>
  name.replace('<system>-<realm>-', '').replace(/[<>]/g, '');

/** Every kind of alarm that a realm file can make, by what it is about. */
export function alarmKinds(): Readonly<Record<string, readonly AlarmKind[]>> {
  const names = realmNames('<realm>', '<system>');
  const worker = names.worker('<worker>');
  return {
    Workers: kinds(OF_WORKERS, (signal) => worker.alarm(signal)),
    Jobs: kinds(OF_JOBS, (signal) => names.jobAlarm('<job>', signal)),
    'Service levels': kinds(OF_OBJECTIVES, (part) => names.objectiveAlarm('<objective>', part)),
    'The realm': [
      { key: 'lost-messages', name: names.lostMessages, ...LOST_MESSAGES },
      { key: 'failed-dispatches', name: names.failedDispatches, ...FAILED_DISPATCHES },
      { key: 'scaling-failed', name: names.scalingFailed, ...SCALING_FAILED },
    ],
    'The way of alerts': [
      { key: 'alerts-queue', name: names.alertQueue('<severity>'), ...ALERTS_QUEUE },
      { key: 'alerts-undelivered', name: names.undelivered('<severity>'), ...ALERTS_UNDELIVERED },
      { key: 'watchdog', name: `${names.watchdog}-<severity>`, ...WATCHDOG },
    ],
    Functions: kinds(OF_FUNCTIONS, (signal) => `<function>-${signal}`),
  };
}

// --- internal ---

type Advice = Omit<AlarmKind, 'key' | 'name'>;

function kinds<S extends string>(
  table: Readonly<Record<S, Advice>>,
  nameOf: (signal: S) => string,
): readonly AlarmKind[] {
  return (Object.entries(table) as [S, Advice][]).map(([key, advice]) => ({
    key,
    name: nameOf(key),
    ...advice,
  }));
}

const OF_WORKERS: Readonly<Record<AlarmSignal, Advice>> = {
  heartbeat: {
    means: 'No process of the worker has sent a heartbeat for the time that the realm file promises.',
    first:
      "Read what it said last (`tiltmeter logs --worker <worker> --since 1h`). Then look at its machines (`tiltmeter status`): is one running, and does systemd run the worker's unit there? If its queue is still emptied, its records do not get through: look at rsyslog and the CloudWatch agent on the machine.",
  },
  'missing-instances': {
    means: 'Some machines or processes of the worker are silent while others beat.',
    first:
      'Find who is missing (`tiltmeter status`). End a machine that hangs, and another one is started; where one was scaled in on purpose, set `instances` in the realm file to what is left.',
  },
  zombie: {
    means:
      'The worker sends heartbeats and does not work: a thread has died, its internal queue stays full, or it cannot read its queue. The three alarms below it say which.',
    first: 'Save its state (`tiltmeter dump --worker <worker>`) before you restart it, then restart it.',
  },
  'dead-threads': {
    means:
      'A heartbeat says that a thread of the process has died. Part of `zombie`; it tells nobody itself.',
    first:
      "Find out why it died (`tiltmeter logs --worker <worker> --level ERROR`). Save the worker's state (`tiltmeter dump --worker <worker>`), then restart it.",
  },
  'internal-queue': {
    means:
      'No process has emptied its internal queue for an hour: jobs were taken and do not run. Part of `zombie`.',
    first:
      "Find the run that never ends and holds the threads (`tiltmeter runs --worker <worker> --status running`). Save the worker's state (`tiltmeter dump --worker <worker>`), then restart it.",
  },
  'sqs-unreadable': {
    means: 'A heartbeat says that a process cannot read the queue. Part of `zombie`.',
    first:
      "Check what the machine's role may do with the queue, and whether the machine reaches SQS over the network.",
  },
  'pipe-broken': {
    means:
      'The queue is polled, and no heartbeat arrives: the worker lives, and its records do not get through.',
    first:
      "Check on the machine: does rsyslog write the file, does the CloudWatch agent run, and may its role write to the log group? Alarms on the worker's records are blind until then.",
  },
  'queue-depth': {
    means: 'More messages wait than the realm file allows, for longer than it allows.',
    first:
      'See whether somebody is working (`tiltmeter status`). If so, start more machines, or find the job that is sent too often (`tiltmeter logs --event dispatch`); if not, read what the worker said last (`tiltmeter logs --worker <worker> --since 1h`).',
  },
  'queue-age': {
    means: 'A message has waited for longer than the realm file allows.',
    first:
      'See how many messages wait, and whether somebody is working (`tiltmeter status`). With many, start more machines; with few, find the run that fails again and again (`tiltmeter runs --worker <worker> --status failed`).',
  },
  'queue-stuck': {
    means: 'Messages wait, and nobody takes one.',
    first:
      'The worker is dead, or cannot read the queue: see whether its machines run (`tiltmeter status`), and read what it said last (`tiltmeter logs --worker <worker> --since 1h`).',
  },
  dlq: {
    means: 'Messages that could not be handled are in the dead-letter queue.',
    first:
      'Look at them (`tiltmeter redrive <worker> --dry-run`), mend the cause, and send them again (`tiltmeter redrive <worker>`).',
  },
  'job-failed': {
    means: 'A run of the worker failed.',
    first: 'Read the run and its error (`tiltmeter logs --worker <worker> --level ERROR`).',
  },
  'run-delay': {
    means: 'Runs start too long after their dispatch.',
    first:
      'See whether somebody is working (`tiltmeter status`). If so, there are too few machines, or runs take too long (`tiltmeter runs --worker <worker>`).',
  },
  'run-time': {
    means: 'A run of the worker took longer than is allowed.',
    first:
      'Find the run (`tiltmeter runs --worker <worker>`), and read what it did (`tiltmeter logs --run <id>`).',
  },
  cpu: {
    means: 'A machine has no processor time left.',
    first:
      'Find the job that takes it (`tiltmeter logs --worker <worker>`), then give the worker a larger type of machine, or more of them.',
  },
  memory: {
    means: 'A machine has hardly any memory left.',
    first:
      'Find the run that takes it (`tiltmeter runs --worker <worker> --status running`), since the kernel ends a process next. Then give the worker a larger type of machine, or fewer threads.',
  },
  swap: {
    means: 'A machine uses much of its swap, and is slow.',
    first:
      'Find the run that takes the memory (`tiltmeter runs --worker <worker> --status running`). Then give the worker a larger type of machine, or fewer threads.',
  },
  'tmp-disk': {
    means: 'The file system for temporary files is nearly full; runs fail when it is.',
    first: 'Delete what ended runs have left (`du -x /tmp`), and find the job that leaves it.',
  },
  'docker-disk': {
    means: 'The file system of Docker is nearly full; no image can be pulled when it is.',
    first: 'Run `docker system prune` on the machine, then give it a larger volume.',
  },
  'status-check': {
    means: "EC2's own check of a machine fails: its hardware, its network or its kernel.",
    first: 'End the machine; the Auto Scaling group starts another one.',
  },
};

const OF_JOBS: Readonly<Record<JobAlarmSignal, Advice>> = {
  failed: {
    means: 'The job failed as often as the realm file names, within its time.',
    first:
      'Find the run (`tiltmeter runs --job <job> --status failed`), and read what it said (`tiltmeter logs --run <id>`).',
  },
  'run-time': {
    means: 'A run took longer than the realm file allows.',
    first: 'See whether it is still running, and what it waits for (`tiltmeter logs --job <job>`).',
  },
  missing: {
    means: 'No run of the job has ended for longer than its schedule allows.',
    first:
      'See whether it was dispatched (`tiltmeter logs --job <job> --event dispatch`). If not, look at its schedule and the job dispatcher; if it was, at its worker.',
  },
  overdue: {
    means: 'The last success of the job is too old.',
    first:
      'See whether it runs and fails (`tiltmeter runs --job <job>`), or is not dispatched (`tiltmeter logs --job <job> --event dispatch`).',
  },
};

const LEFT_OF_BUDGET =
  "See how much of the budget is left (`tiltmeter slo`); the objective's page or ticket says when somebody must act.";

/** The parts that an objective's alarms have, of many runs or of few. */
type ObjectivePart = 'page' | 'ticket' | 'leak' | `${'fast' | 'slow' | 'leak'}-${'long' | 'short'}`;

/** Of the targets that a total outage burns 16 times too fast and more; of lower ones the fast factor is lower. */
function windowOf(
  { factor, longSeconds, shortSeconds, severity }: BurnTier,
  length: 'long' | 'short',
): Advice {
  const over = formatDuration(length === 'long' ? longSeconds : shortSeconds);
  return {
    means: `The budget burns ${factor === 1 ? 'just so fast that it will be gone' : `${factor} times too fast`} over ${over}. It is part of the ${severity}, and tells nobody itself.`,
    first: LEFT_OF_BUDGET,
  };
}

const [FAST, SLOW, LEAK] = BURN_TIERS as [BurnTier, BurnTier, BurnTier];

const bothOf = ({ factor, longSeconds, shortSeconds }: BurnTier): string =>
  `${factor} times too fast over ${formatDuration(longSeconds)} and ${formatDuration(shortSeconds)}`;

const OF_OBJECTIVES: Readonly<Record<ObjectivePart, Advice>> = {
  page: {
    means:
      `So many runs fail, start late or stay away that the budget is gone within days: it burns ${bothOf(FAST)}, or ${bothOf(SLOW)}; ` +
      'of few runs, so many have failed as the description says; of freshness, the last success is too old.',
    first:
      'See how fast the budget burns and how much of it is left (`tiltmeter slo`), and whether runs fail for one cause or for many (`tiltmeter runs --status failed --since 6h`).',
    more: '[Service levels](slo.md) has the sums.',
  },
  ticket: {
    means: `The budget leaks away: it burns as fast as it lasts, or faster, over ${formatDuration(LEAK.longSeconds)} and ${formatDuration(LEAK.shortSeconds)}, or of few runs a tenth of it is gone within three days. There is time to find out why.`,
    first:
      'See how fast the budget burns and how much of it is left (`tiltmeter slo`), and whether runs fail for one cause or for many (`tiltmeter runs --status failed --since 3d`).',
  },
  leak: {
    means: 'Half of the ticket: silent, so that a page does not bring a ticket along.',
    first: LEFT_OF_BUDGET,
  },
  'fast-long': windowOf(FAST, 'long'),
  'fast-short': windowOf(FAST, 'short'),
  'slow-long': windowOf(SLOW, 'long'),
  'slow-short': windowOf(SLOW, 'short'),
  'leak-long': windowOf(LEAK, 'long'),
  'leak-short': windowOf(LEAK, 'short'),
};

const LOST_MESSAGES: Advice = {
  means: 'A worker has deleted a message whose job has not run.',
  first:
    'Read in the records of the alert which job it was, and why. Then send it again (`tiltmeter dispatch <job> --worker <worker>`).',
};

const FAILED_DISPATCHES: Advice = {
  means: "Lava's own dispatcher could not dispatch a job.",
  first: 'Read in its log which job it was, and why (`tiltmeter logs --event dispatch --level ERROR`).',
};

const SCALING_FAILED: Advice = {
  means: 'A machine could not be launched or ended.',
  first:
    'Read the activity history of the Auto Scaling group, which says why: a limit, no capacity, a template that is wrong.',
};

const ALERTS_QUEUE: Advice = {
  means: 'Alerts of the severity wait, and the dispatcher has not taken one for ten minutes.',
  first:
    'Look at the alarms of the function `<system>-<realm>-alert-dispatcher`, and at its log group (`/aws/lambda/<system>-<realm>-alert-dispatcher`).',
};

const ALERTS_UNDELIVERED: Advice = {
  means: 'SNS could not deliver alerts to a subscriber; they are kept in the queue of this name.',
  first: 'Check that the subscriber is still there: `tiltmeter test-alert <severity>` tries all of them.',
};

const WATCHDOG: Advice = {
  means: 'No canary has got through: alerts of the severity may reach nobody.',
  first:
    'Read the lines of type `canary` in the log group `/aws/lambda/<system>-<realm>-alert-dispatcher`: they say what is wrong, mostly that a secret is gone.',
};

const OF_FUNCTIONS: Readonly<Record<LambdaSignal, Advice>> = {
  errors: {
    means: 'The function fails.',
    first: 'Read the error in its log group (`/aws/lambda/<function>`).',
  },
  throttles: {
    means: 'Lambda refuses to run the function.',
    first:
      "See what uses up the account's concurrent executions. Have AWS raise the limit, or keep some for the function (`reservedConcurrency` in the realm file).",
    more: '[Concurrency that is kept](operate.md#concurrency-that-is-kept) says how many.',
  },
  'lost-events': {
    means: 'Events are lost: the function does not take them, and neither does where failed ones go.',
    first: 'Check what the function may do with its dead-letter queue, and whether that queue is there.',
  },
  duration: {
    means: 'The function takes more than 80 % of its timeout.',
    first:
      'Read in its log group (`/aws/lambda/<function>`) what it waits for: mostly a service that is slow.',
  },
  'dead-letters': {
    means: 'The function has given events up; they are kept.',
    first:
      'Mend the cause, then send them again: `tiltmeter redrive alerts` those of the alert dispatcher, `tiltmeter redrive dispatch` those of the job dispatcher.',
    more: '[Dead letters](alerts.md#dead-letters) has more.',
  },
  'logged-errors': {
    means:
      'The function logs errors that it does not throw; of the alert dispatcher: a channel has not taken an alert for five minutes.',
    first:
      'Read the error in its log group (`/aws/lambda/<function>`); of the alert dispatcher it names the channel and the answer.',
  },
  'not-invoked': {
    means: 'Nothing has invoked the function for longer than is due.',
    first: 'Look at what should invoke it: a schedule may be disabled, or a subscription gone.',
  },
  'invoked-too-often': {
    means: 'The function is invoked far more often than is due.',
    first: 'Look for a loop: does it cause the events that it takes?',
  },
};
