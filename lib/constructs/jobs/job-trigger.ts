import type { Duration, Size } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { JobTriggerRule, ObjectConditions } from '../../contract';
import { ConstructError } from '../construct-error';
import { lambdaBundle } from '../functions/package-root';
import { secondsOf } from '../prop-checks';
import { checkJob, type DispatchedJob, requestOf } from './dispatched-job';
import { DETAIL_TYPES, detailTypesOf } from './object-event-types';

/** Conditions on what happened to an object; each that is given has to hold. */
export interface TriggerConditions {
  /**
   * Globs of the object's whole key, of which one has to fit: `*` is anything, `?` one character, `[a-z]` one of these.
   * @default - any
   */
  readonly name?: string | readonly string[];

  /**
   * The object has to be larger than this.
   * @default - any
   */
  readonly largerThan?: Size;

  /**
   * Globs of what happened, of which one has to fit. S3's events on EventBridge: `ObjectCreated:PutObject`,
   * `ObjectDeleted:DeleteObject` and so on, their type and reason.
   * @default 'ObjectCreated:*' of `if`; none of `ifNot`
   */
  readonly event?: string | readonly string[];
}

/**
 * Jobs that run when something happens to an object in a bucket. Their parameters get the object's bucket and key,
 * unless they have parameters of these names.
 *
 * Texts in parameters, globals and job ids are templates of Liquid (https://liquidjs.com), such as
 * `{{ key | split: "/" | last }}`. They see `bucket`, `key`, `event` as S3 sent it, and `info`, in which both of S3's
 * forms are alike: `bucket`, `key`, `size` in bytes, `source_ip`, `event_time`, `event_type`, `aws_region`. What an
 * event does not have is an error of that event.
 */
export interface JobTrigger extends Omit<DispatchedJob, 'job'> {
  /** The jobs' ids; all run on the same worker. */
  readonly job: string | readonly string[];

  /** The bucket; it must send its events to EventBridge. */
  readonly bucket: IBucket;

  /**
   * Beginning of the object's key.
   * @default - any
   */
  readonly prefix?: string;

  /**
   * End of the object's key.
   * @default - any
   */
  readonly suffix?: string;

  /**
   * Whether anything is dispatched.
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * What has to hold.
   * @default - every object that is created
   */
  readonly if?: TriggerConditions;

  /**
   * What must not hold, each by itself.
   * @default - nothing
   */
  readonly ifNot?: TriggerConditions;

  /**
   * For how long the same event of the same object, with the same size, is not dispatched again. A process of the function
   * remembers it, so that one that is new may still dispatch it. An event that S3 tells of twice is one run without this.
   * @default - an object that is written twice is dispatched twice
   */
  readonly once?: Duration;

  /**
   * Whether texts are templates.
   * @default true
   */
  readonly template?: boolean;
}

/** The triggers as the function reads them, after a check that it would not refuse what they ask for. */
export function triggerRules(
  scope: Construct,
  triggers: readonly JobTrigger[],
  workers: readonly string[],
): JobTriggerRule[] {
  return triggers.map(({ bucket, prefix, suffix, enabled, if: wanted, ifNot, once, template, ...common }) => {
    const jobs = listOf(common.job) ?? [];
    const what = `trigger of ${jobs.length === 1 ? 'job' : 'jobs'} ${jobs.join(', ')}`;
    if (jobs.length === 0) {
      throw new ConstructError(scope, 'trigger: no job, got an empty list, allowed: one or more');
    }
    for (const job of jobs) checkJob(scope, what, { ...common, job }, workers);
    const request = requestOf(common);
    if (template !== false) checkTemplates(scope, what, [jobs, request]);
    if (typesOf(wanted).length === 0) {
      throw new ConstructError(
        scope,
        `${what}: if: event: nothing that S3 tells EventBridge, got '${listOf(wanted?.event)!.join(', ')}', ` +
          `allowed: ${[...DETAIL_TYPES.keys()].join(', ')}, each with : and a reason or *`,
      );
    }
    return {
      bucket: bucket.bucketName,
      ...(prefix !== undefined && { prefix }),
      ...(suffix !== undefined && { suffix }),
      ...(enabled === false && { enabled }),
      ...(wanted && { if: conditions(wanted) }),
      ...(ifNot && { ifNot: conditions(ifNot) }),
      ...(once && { once: secondsOf(scope, `${what}: once`, once) }),
      ...(template === false && { template }),
      jobs,
      request,
    };
  });
}

/** EventBridge's types of the events that a trigger may be about. */
export const typesOf = (wanted: TriggerConditions | undefined): string[] =>
  detailTypesOf(listOf(wanted?.event));

// --- internal ---

function conditions({ name, largerThan, event }: TriggerConditions): ObjectConditions {
  return {
    ...(name !== undefined && { name: listOf(name) }),
    ...(largerThan && { largerThan: largerThan.toBytes() }),
    ...(event !== undefined && { event: listOf(event) }),
  };
}

function listOf(given: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof given === 'string' ? [given] : given;
}

/** The very function that will be deployed says whether it takes them. */
function checkTemplates(scope: Construct, what: string, value: unknown): void {
  if (!/\{[{%]/.test(JSON.stringify(value))) return;
  const { templateProblem } = require(lambdaBundle('job-dispatcher')) as {
    templateProblem: (value: unknown) => string | undefined;
  };
  const problem = templateProblem(value);
  if (problem === undefined) return;
  throw new ConstructError(
    scope,
    `${what}: ${problem}; allowed: Liquid's templates, or template: false for texts that are none`,
  );
}
