import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import {
  DEFAULT_SYSTEM,
  eventsIndexArn,
  FRESHNESS_ENV,
  realmNames,
  systemNamespace,
  systemVariables,
} from '../../contract';
import { ConstructError } from '../construct-error';
import { BundledFunction, MAX_ENVIRONMENT } from '../functions/bundled-function';
import { schedulerRole } from '../jobs/scheduler-role';
import { secondsOf } from '../prop-checks';
import { checkRealm } from '../worker-monitor';

export interface JobFreshnessProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** The jobs, and how old the last success of each may be: a new function looks back so far. */
  readonly jobs: Readonly<Record<string, Duration>>;

  /** The group of the workers' records. */
  readonly logGroup: ILogGroup;

  /**
   * The table of the runs' events: Lava's own, or that of an EventsTable. It is asked for a few runs a minute.
   * @default - successes are found in the workers' records
   */
  readonly events?: ITable;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /**
   * Namespace of the metric.
   * @default - the system with a capital, 'Lava'
   */
  readonly namespace?: string;

  /**
   * So much of the account's concurrency is kept for it, and it gets no more. 0 keeps none, as an account needs whose
   * concurrency is too small to keep any.
   * @default 1
   */
  readonly reservedConcurrency?: number;

  /**
   * How long the function's own log is kept, in which it finds what it knew before.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Key that encrypts the function's own log; it must let CloudWatch Logs use it, as a LogKey does.
   * @default - CloudWatch's own encryption
   */
  readonly logEncryptionKey?: IKey;
}

/**
 * Publishes each minute how old the last success of jobs is, for workers that do not publish it themselves, such as real
 * Lava's. While no success is known it is as old as the time for which the function has been there.
 */
export class JobFreshness extends BundledFunction {
  constructor(scope: Construct, id: string, props: JobFreshnessProps) {
    const { realm, system = DEFAULT_SYSTEM, events, logGroup } = props;
    const { namespace = systemNamespace(system) } = props;
    checkRealm(scope, props);
    const names = realmNames(realm, system);
    const jobs = JSON.stringify(secondsOfJobs(scope, id, props));
    if (Buffer.byteLength(jobs) > MAX_ENVIRONMENT - OTHER_BYTES) {
      throw new ConstructError(
        scope,
        `${id}: jobs: more than a function's environment holds, got ${Buffer.byteLength(jobs)} bytes, ` +
          `allowed: ${MAX_ENVIRONMENT - OTHER_BYTES}; watch fewer`,
      );
    }
    super(scope, id, {
      bundle: 'freshness',
      functionName: names.freshness,
      deadLetterQueueName: names.freshnessDlq,
      description: `Says each minute how old the last success of jobs of realm ${realm} is`,
      environment: {
        ...systemVariables(system),
        [FRESHNESS_ENV.realm]: realm,
        [FRESHNESS_ENV.namespace]: namespace,
        [FRESHNESS_ENV.jobs]: jobs,
        [FRESHNESS_ENV.logGroup]: logGroup.logGroupName,
        ...(events && { [FRESHNESS_ENV.table]: events.tableName }),
        [FRESHNESS_ENV.memory]: `/aws/lambda/${names.freshness}`,
      },
      timeout: Duration.minutes(1),
      // The next minute comes anyway.
      retryAttempts: 0,
      reserved: {
        concurrency: props.reservedConcurrency ?? 1,
        reason: 'how old a success is gets told whatever else the account runs, once a minute',
      },
      logRetention: props.logRetention,
      logEncryptionKey: props.logEncryptionKey,
    });
    const searched = events ? [this.logGroup] : [this.logGroup, logGroup];
    this.allow(
      'logs:FilterLogEvents',
      searched.map(({ logGroupArn }) => logGroupArn),
    );
    if (events) this.allow('dynamodb:Query', [eventsIndexArn(events.tableArn)]);
    this.everyMinute(realm);
  }

  private everyMinute(realm: string): void {
    const role = schedulerRole(this, 'SchedulerRole');
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] }),
    );
    new Schedule(this, 'EveryMinute', {
      description: `How old the last success of jobs of realm ${realm} is`,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: {
        bind: () => ({
          arn: this.function.functionArn,
          role,
          input: ScheduleTargetInput.fromObject({}),
          // A minute that is late says nothing; the next one comes.
          retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
        }),
      },
    });
  }

  private allow(action: string, resources: string[]): void {
    this.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: [action], resources }));
  }
}

// --- internal ---

/** All variables but the jobs. */
const OTHER_BYTES = 600;

function secondsOfJobs(scope: Construct, id: string, { jobs }: JobFreshnessProps): Record<string, number> {
  const given = Object.entries(jobs);
  if (given.length === 0) throw new ConstructError(scope, `${id}: jobs: none, allowed: at least one`);
  return Object.fromEntries(given.map(([job, fresh]) => [job, secondsOf(scope, `jobs: ${job}`, fresh)]));
}
