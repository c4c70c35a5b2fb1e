import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  DEFAULT_SYSTEM,
  type DispatchDialect,
  JOB_DISPATCHER_ENV,
  type JobTriggerRule,
  realmNames,
} from '../../contract';
import { counted } from '../../text/count';
import { ConstructError } from '../construct-error';
import { BundledFunction, MAX_ENVIRONMENT } from '../functions/bundled-function';
import { checkName, checkRealm } from '../worker-monitor';
import { type JobSchedule, JobSchedules } from './job-schedules';
import { type JobTrigger, triggerRules } from './job-trigger';
import { JobTriggers } from './job-triggers';

export interface JobDispatcherProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** Worker name to the queue it reads; requests for any other worker are refused. */
  readonly queues: Readonly<Record<string, IQueue>>;

  /**
   * Jobs that run by the clock.
   * @default - none
   */
  readonly schedules?: readonly JobSchedule[];

  /**
   * Jobs that run for new objects in buckets.
   * @default - none
   */
  readonly triggers?: readonly JobTrigger[];

  /**
   * Job to the worker that runs it where a request names none. Without it, the only worker runs every job.
   * @default - none
   */
  readonly jobs?: Readonly<Record<string, string>>;

  /**
   * `lava` refuses what Lava's own dispatcher refuses: a worker or a realm in a request, a list that is not in a
   * message, events of EventBridge (the realm's own schedules and triggers still work), and, with `jobs`, others.
   * @default 'tiltmeter', which takes all that Lava's takes, and these
   */
  readonly dialect?: DispatchDialect;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /**
   * How many requests are dispatched at a time; so much of the account's concurrency is kept for them. 0 is no limit and
   * none kept, as an account needs whose concurrency is too small to keep any.
   * @default 10
   */
  readonly reservedConcurrency?: number;

  /**
   * How long the function's own log is kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Key that encrypts the function's own log; it must let CloudWatch Logs use it, as a LogKey does.
   * @default - CloudWatch's own encryption
   */
  readonly logEncryptionKey?: IKey;
}

/** The function that turns job requests into dispatch messages on the workers' queues. */
export class JobDispatcher extends BundledFunction {
  constructor(scope: Construct, id: string, props: JobDispatcherProps) {
    const {
      realm,
      system = DEFAULT_SYSTEM,
      queues,
      schedules = [],
      triggers = [],
      jobs = {},
      dialect,
    } = props;
    checkRealm(scope, props);
    if (Object.keys(queues).length === 0) {
      throw new ConstructError(
        scope,
        `${id}: no queue to dispatch to, got none, allowed: at least one worker`,
      );
    }
    const names = realmNames(realm, system);
    const workers = Object.keys(queues);
    for (const worker of workers) checkName(scope, 'worker', worker);
    const urls = Object.entries(queues).map(([worker, queue]) => [worker, queue.queueUrl]);
    const rules = triggerRules(scope, triggers, workers);
    checkWorkersOf(scope, id, jobs, workers);
    checkEnvironment(scope, id, workers, rules, jobs);
    super(scope, id, {
      bundle: 'job-dispatcher',
      functionName: names.jobDispatcher,
      deadLetterQueueName: names.jobDispatcherDlq,
      description: `Dispatches jobs of realm ${realm} to its workers`,
      environment: {
        [JOB_DISPATCHER_ENV.queues]: Stack.of(scope).toJsonString(Object.fromEntries(urls)),
        ...(rules.length > 0 && { [JOB_DISPATCHER_ENV.triggers]: Stack.of(scope).toJsonString(rules) }),
        ...(Object.keys(jobs).length > 0 && { [JOB_DISPATCHER_ENV.jobs]: JSON.stringify(jobs) }),
        ...(dialect !== undefined && { [JOB_DISPATCHER_ENV.dialect]: dialect }),
        [JOB_DISPATCHER_ENV.system]: system,
        [JOB_DISPATCHER_ENV.realm]: realm,
      },
      timeout: Duration.minutes(1),
      // The function itself tries SQS again. A retry of Lambda's, perhaps in another process, would run the good
      // jobs of a batch a second time; a batch that failed is in the dead-letter queue, with its reason in the log.
      retryAttempts: 0,
      reserved: {
        concurrency: props.reservedConcurrency ?? 10,
        reason:
          'jobs start whatever else the account runs, and a flood of requests leaves the rest its share',
      },
      logRetention: props.logRetention,
      logEncryptionKey: props.logEncryptionKey,
    });
    this.grantSending(Object.values(queues));
    const target = { function: this.function, deadLetterQueue: this.deadLetterQueue };
    if (schedules.length > 0) {
      new JobSchedules(this, 'Schedules', { ...target, group: names.scheduleGroup, schedules, workers });
    }
    if (triggers.length > 0) new JobTriggers(this, 'Triggers', { ...target, triggers });
  }

  /** One statement for all queues; a queue with a key of its own needs that key as well. */
  private grantSending(queues: readonly IQueue[]): void {
    const resources = queues.map(({ queueArn }) => queueArn);
    this.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources }),
    );
    for (const { encryptionMasterKey } of queues) {
      encryptionMasterKey?.grant(this, 'kms:Decrypt', 'kms:GenerateDataKey');
    }
  }
}

// --- internal ---

/** About what a queue's URL takes, which is known at deployment only, and all that is not a queue or a trigger. */
const URL_BYTES = 100;
const OTHER_BYTES = 200;

function checkWorkersOf(
  scope: Construct,
  id: string,
  jobs: Readonly<Record<string, string>>,
  workers: readonly string[],
): void {
  for (const [job, worker] of Object.entries(jobs)) {
    if (workers.includes(worker)) continue;
    throw new ConstructError(
      scope,
      `${id}: jobs: no queue of the worker of ${job}, got '${worker}', allowed: ${workers.join(', ')}`,
    );
  }
}

function checkEnvironment(
  scope: Construct,
  id: string,
  workers: readonly string[],
  rules: readonly JobTriggerRule[],
  jobs: Readonly<Record<string, string>>,
): void {
  const urls = workers.reduce((sum, worker) => sum + worker.length + URL_BYTES, 0);
  const bytes = urls + JSON.stringify(rules).length + JSON.stringify(jobs).length + OTHER_BYTES;
  if (bytes <= MAX_ENVIRONMENT) return;
  throw new ConstructError(
    scope,
    `${id}: more workers, jobs and triggers than a function's environment holds, got ${counted(workers.length, 'worker')}, ` +
      `${counted(Object.keys(jobs).length, 'job')} and ${counted(rules.length, 'trigger')} of about ${bytes} bytes, ` +
      `allowed: ${MAX_ENVIRONMENT}; use a second dispatcher`,
  );
}
