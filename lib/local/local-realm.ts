import { join } from 'node:path';
import type { RealmConfig } from '../realm/realm-config';
import { after } from './after';
import { createAlarmAction } from './alert/alarm-action';
import { channelSecret, channelsOf } from './alert/alert-channel';
import { startInbox } from './alert/inbox';
import { startAwsService } from './aws/aws-service';
import { eventActions } from './aws/event-actions';
import { logActions } from './aws/log-actions';
import { createLogIntake } from './aws/log-intake';
import { createLogStore } from './aws/log-store';
import { metricActions } from './aws/metric-actions';
import { minuteMetrics } from './aws/minute-metrics';
import { createMinuteSampler } from './aws/minute-sampler';
import { functionMetrics, givenUpMetrics } from './aws/published-metrics';
import { secretActions } from './aws/secret-actions';
import { budgetReadings, createBudgetBook } from './budget/budget-book';
import { type Closers, createClosers } from './closers';
import { createCloudWatch } from './cloud-watch';
import { createAlarmHistory } from './console/alarm-history';
import { type ConsoleView, startConsoleServer } from './console/console-server';
import { createFirstMessages } from './console/first-messages';
import { createMaintenance } from './console/maintenance';
import { createRealmStatus } from './console/realm-status';
import { createEventStream } from './event/event-stream';
import type { RealmEvent } from './event/realm-event';
import { readFunctionLine } from './function/function-line';
import { createFunctionPool } from './function/function-pool';
import { leftOut } from './left-out';
import { childEnvironment } from './process/child-environment';
import { createClock } from './process/clock';
import { compiled } from './process/compiled';
import { queueMappings, startEventSources } from './queue/event-source';
import { startQueueService } from './queue/queue-service';
import { createScheduler } from './schedule/scheduler';
import { startSteps } from './steps';
import { synthesise } from './synthesise';
import { makeWorkDirectory } from './work-directory';
import { type FaultAction, type FaultTarget, parseFaultTarget } from './worker/fault-plan';
import { dispatchJobs, startJobFeed } from './worker/job-feed';
import { createWorkerFleet, fleetOf } from './worker/worker-fleet';

/** One realm, running on this machine. */
export interface LocalRealm {
  /** Address of the console page. */
  readonly console: string;
  /** Kills workers, or starts those that are down. */
  readonly act: (action: FaultAction, target: FaultTarget, why: string) => void;
  /** Rejects when the realm cannot go on; never resolves. */
  readonly failed: Promise<never>;
  /** Stops every process, closes every socket, removes every file. */
  readonly close: () => Promise<void>;
}

export interface LocalRealmProps {
  readonly config: RealmConfig;
  /** How much faster than the wall the realm's clock is. */
  readonly speed: number;
  /** Of the console page; 0 takes any free port. */
  readonly port: number;
  /** Names beside localhost by which the page is reached, in lower case. */
  readonly allowHosts?: readonly string[];
  readonly cwd: string;
  /** Parent of the work directory. @default .tiltmeter in the current directory */
  readonly workDir?: string;
  /** Leave the work directory when the realm stops. */
  readonly keep: boolean;
  /** Run the command of each worker that has one, in the current directory, in place of a demo worker. @default false */
  readonly own?: boolean;
  /** Leave out the maintenance windows of the realm: who is to be told is told at once. @default false */
  readonly noMaintenance?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onEvent: (event: RealmEvent) => void;
}

/** Starts everything, or, when that fails, stops again what has been started. */
export async function startLocalRealm(props: LocalRealmProps): Promise<LocalRealm> {
  const closers = createClosers();
  try {
    return await start(props, closers);
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

// --- internal ---

/** Where a realm is that names no account: the values only have to agree with each other. */
const NOWHERE = { account: '123456789012', region: 'us-east-1' } as const;

/** Between two looks at a queue that feeds a function. */
const SOURCE_REST_MS = 100;

async function start(props: LocalRealmProps, closers: Closers): Promise<LocalRealm> {
  const { config, speed, env } = props;
  const { account: accountId, region } = config.aws ?? NOWHERE;
  const work = makeWorkDirectory(config.realm, props.cwd, props.workDir, props.keep);
  if (!props.keep) closers.add(work.remove);

  // The console comes first: a port that is taken is to be told at once.
  let view: ConsoleView | undefined;
  const { port, allowHosts } = props;
  const page = await startConsoleServer({ port, allowHosts, pages: compiled('console'), view: () => view });
  closers.add(page.close);
  const queues = await startQueueService({ region, accountId, speed });
  closers.add(queues.close);
  const outdir = join(work.path, 'cdk.out');
  const whole = synthesise({ config, outdir, region, accountId, queueUrl: queues.queueUrl });
  const model = props.noMaintenance ? { ...whole, muteRules: [] } : whole;
  await queues.createQueues(model.queues);

  const clock = createClock({ origin: Date.now(), speed });
  const events = createEventStream(clock.now);
  events.listen(props.onEvent);
  const firstMessages = createFirstMessages(events);
  for (const notice of leftOut(model)) events.emit(notice);

  const channels = channelsOf(model.functions);
  const inbox = await startInbox({
    channels,
    now: clock.now,
    onMail: (mail) => {
      const { channel, target, summary } = mail;
      events.emit({ type: 'alert', channel, target, delivered: true, summary });
      firstMessages.see(mail);
    },
  });
  closers.add(inbox.close);
  const secrets = new Map([
    ...model.ssmParameters.map(({ name, value }) => [`ssm:${name}`, value] as const),
    ...channels.map((channel) => [channel.target, channelSecret(inbox.urlOf(channel))] as const),
  ]);
  const store = createLogStore(model.logGroups.map(({ logGroupName }) => logGroupName));
  const longReadings = budgetReadings(config);
  const monitor = createCloudWatch({ model, start: clock.origin, events, longReadings });
  const intake = createLogIntake();
  const aws = await startAwsService(
    {
      ...secretActions(secrets),
      ...logActions(store),
      ...intake.actions,
      ...eventActions(config, store),
      ...metricActions(monitor.read),
    },
    intake.otlp,
  );
  closers.add(aws.close);
  const book = createBudgetBook({ config, clock, monitor });
  const history = createAlarmHistory();
  const maintenance = createMaintenance(model.muteRules);
  const putLog = (
    logGroupName: string,
    logStreamName: string,
    message: string,
    timestamp: number,
    stored = message,
  ) => {
    store.put(logGroupName, { timestamp, logStreamName, message: stored });
    book.see(logGroupName, { timestamp, logStreamName, message });
    monitor.putLog({ timestamp, logGroupName, logStreamName, message });
  };
  const services = { region, accountId, sqs: queues.url, aws: aws.url };
  const childEnv = (timers: boolean) => childEnvironment(env, services, work.path, clock, timers);

  const functions = createFunctionPool({
    functions: model.functions,
    env: childEnv(false),
    cwd: work.path,
    clock,
    events,
    send: queues.send,
    onOutput({ functionName, logGroupName }, line) {
      putLog(logGroupName, functionName, line, clock.now());
      const event = readFunctionLine(line);
      if (event) events.emit(event);
    },
    onInvocation: ({ functionName }, { status, durationMs }) =>
      monitor.putMetrics(functionMetrics(functionName, { failed: status !== 'ok', durationMs }, clock.now())),
    onGivenUp: ({ functionName }, outcome) =>
      monitor.putMetrics(givenUpMetrics(functionName, outcome, clock.now())),
  });
  closers.add(functions.close);

  const sources = startEventSources(queueMappings(model, functions), {
    receive: queues.receive,
    remove: queues.remove,
    invoke: functions.invoke,
    rest: () => new Promise((resolve) => void after(SOURCE_REST_MS, resolve)),
    onError: ({ message }) => events.emit({ type: 'notice', code: 'event-source', message }),
  });
  closers.add(sources.stop);

  const fleet = createWorkerFleet({
    config,
    workPath: work.path,
    workerModule: compiled('examples/worker/worker.js'),
    ...(props.own && { ownCommandsIn: props.cwd }),
    env: childEnv(true),
    queueUrl: queues.queueUrl,
    intake,
    parameter: (name) => model.ssmParameters.find((parameter) => parameter.name === name)?.value,
    events,
  });
  closers.add(fleet.close);
  const machines = fleetOf(config);
  const runAction = createAlarmAction({
    subscriptions: model.subscriptions,
    functions,
    queues,
    inbox,
    events,
  });
  const startDue = createScheduler({
    schedules: model.schedules,
    start: clock.origin,
    run: (action, body) => runAction({ action, body, at: clock.now() }),
    onUnknown: ({ scheduleName, expression }) =>
      events.emit({
        type: 'notice',
        code: 'no-schedule',
        message: `the local realm does not play ${expression} of schedule ${scheduleName}`,
      }),
  });
  const sampleMinute = createMinuteSampler(clock.origin, minuteMetrics(config, model.queues, queues));
  const steps = startSteps(async () => {
    const now = clock.now();
    for (const line of fleet.collect(now)) {
      putLog(line.logGroupName, line.logStreamName, line.message, line.timestamp ?? now, line.stored);
    }
    monitor.putMetrics(await sampleMinute(now));
    startDue(now);
    const message = maintenance.begun(now);
    if (message) events.emit({ type: 'notice', code: 'maintenance', message }, now);
    for (const notification of monitor.advance(now)) runAction(notification);
    history.record(monitor.alarms());
  });
  closers.add(steps.stop);

  for (const worker of Object.keys(machines)) fleet.start({ worker });
  const feed = startJobFeed({
    // A worker of the user's own knows nothing of the jobs of the demo.
    workers: config.workers.filter((worker) => !props.own || !worker.fleet.created).map(({ name }) => name),
    dispatch: dispatchJobs(config, model.functions, functions, events),
    after,
  });
  closers.add(feed.stop);

  const change = (action: FaultAction, target: FaultTarget, why: string) =>
    action === 'stop' ? fleet.kill(target, why) : fleet.start(target);
  view = {
    status: createRealmStatus({
      ...{ config, model, clock, fleet, queues, monitor, history, inbox, events, firstMessages, maintenance },
      book,
    }),
    budgets: async () => ({ at: clock.now(), budgets: await book.budgets() }),
    act: (action, text) => change(action, parseFaultTarget(action, text, machines), 'stopped in the console'),
  };
  events.emit({ type: 'realm', realm: config.realm, status: 'ready', console: page.url, speed });
  return { console: page.url, act: change, failed: steps.failed, close: closers.closeAll };
}
