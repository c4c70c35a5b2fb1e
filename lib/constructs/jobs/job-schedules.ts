import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  type ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { GRAMMAR_HELP, OWN_EVENT, SCHEDULE_NAME } from '../../contract';
import { ConstructError } from '../construct-error';
import { constructId } from '../construct-id';
import { checkJob, type DispatchedJob, jobRequest } from './dispatched-job';
import { schedulerRole } from './scheduler-role';

/** A job that runs by the clock. */
export interface JobSchedule extends DispatchedJob {
  /** Name of the schedule, unique in the realm. */
  readonly name: string;

  /** When it runs, with its time zone: `ScheduleExpression.cron({ hour: '3', minute: '0', timeZone })`. */
  readonly schedule: ScheduleExpression;
}

export interface JobSchedulesProps {
  /** Name of the schedules' group. */
  readonly group: string;
  readonly schedules: readonly JobSchedule[];
  /** Names of the workers that have a queue. */
  readonly workers: readonly string[];
  /** The job dispatcher. */
  readonly function: IFunction;
  /** Keeps what EventBridge Scheduler could not hand to the function. */
  readonly deadLetterQueue: IQueue;
}

/** The schedules of a realm in EventBridge Scheduler: one group, and one role that may invoke the job dispatcher. */
export class JobSchedules extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: JobSchedulesProps,
  ) {
    super(scope, id);
    this.check();
    const scheduleGroup = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: props.group,
      // It holds nothing but the schedules, and CDK would keep it with its fixed name.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.role(scheduleGroup);
    for (const { name, schedule, ...job } of props.schedules) {
      new Schedule(this, constructId(name), {
        scheduleName: name,
        scheduleGroup,
        schedule,
        description: `Runs job ${job.job} on worker ${job.worker}`,
        target: {
          bind: () => ({
            arn: props.function.functionArn,
            role,
            input: ScheduleTargetInput.fromObject(scheduledEvent(job)),
            retryPolicy: { maximumEventAgeInSeconds: LATEST.toSeconds(), maximumRetryAttempts: 185 },
            deadLetterConfig: { arn: props.deadLetterQueue.queueArn },
          }),
        },
      });
    }
  }

  private check(): void {
    const names = new Set<string>();
    for (const { name, ...job } of this.props.schedules) {
      if (!Token.isUnresolved(name) && !SCHEDULE_NAME.test(name)) {
        throw new ConstructError(
          this,
          `schedules: not a schedule name, got '${name}', allowed: ${GRAMMAR_HELP.schedule}`,
        );
      }
      if (names.has(name)) {
        throw new ConstructError(
          this,
          `schedules: two of one name, got '${name}' twice, allowed: one; rename it`,
        );
      }
      names.add(name);
      checkJob(this, `schedule ${name}`, job, this.props.workers);
    }
  }

  private role(group: ScheduleGroup): Role {
    const role = schedulerRole(this, 'Role', group.scheduleGroupArn);
    const allow = (action: string, resource: string) =>
      role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
    allow('lambda:InvokeFunction', this.props.function.functionArn);
    allow('sqs:SendMessage', this.props.deadLetterQueue.queueArn);
    return role;
  }
}

// --- internal ---

/** A run that could not be dispatched for so long is in the dead-letter queue instead of late. */
const LATEST = Duration.hours(1);

/**
 * Looks like an event of EventBridge, whose id the run id is made from: the scheduler may deliver twice, and both
 * deliveries of one time name the same run.
 */
function scheduledEvent(job: DispatchedJob) {
  return {
    id: `${ContextAttribute.scheduleArn}/${ContextAttribute.scheduledTime}`,
    'detail-type': OWN_EVENT,
    detail: jobRequest(job),
  };
}
