import { Duration, Names, Stack } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { JobTriggerRule } from '../../contract';
import { ConstructError } from '../construct-error';
import { checkJob, type DispatchedJob, jobRequest } from './dispatched-job';

/** A job that runs for every object that is created in a bucket; its parameters get the object's bucket and key. */
export interface JobTrigger extends DispatchedJob {
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
}

export interface JobTriggersProps {
  readonly triggers: readonly JobTrigger[];
  /** The job dispatcher. */
  readonly function: IFunction;
  /** Keeps what EventBridge could not hand to the function. */
  readonly deadLetterQueue: IQueue;
}

/** One rule a bucket, so that an object which fits several triggers still comes once. */
export class JobTriggers extends Construct {
  constructor(scope: Construct, id: string, props: JobTriggersProps) {
    super(scope, id);
    const target = new LambdaFunction(props.function, {
      deadLetterQueue: props.deadLetterQueue,
      maxEventAge: LATEST,
    });
    for (const triggers of this.byBucket(props.triggers)) {
      const { bucket } = triggers[0]!;
      const keys = triggers.map(keyPattern);
      new Rule(this, Names.nodeUniqueId(bucket.node), {
        description: `Runs jobs for new objects: ${triggers.map(({ job }) => job).join(', ')}`,
        eventPattern: {
          source: ['aws.s3'],
          detailType: ['Object Created'],
          detail: {
            bucket: { name: [bucket.bucketName] },
            ...(!keys.includes(undefined) && { object: { key: Match.anyOf(...keys) } }),
          },
        },
        targets: [target],
      });
    }
  }

  private byBucket(triggers: readonly JobTrigger[]): JobTrigger[][] {
    const nameOf = ({ bucket }: JobTrigger) => JSON.stringify(Stack.of(this).resolve(bucket.bucketName));
    const buckets = new Map<string, JobTrigger[]>();
    for (const trigger of triggers) {
      const name = nameOf(trigger);
      buckets.set(name, [...(buckets.get(name) ?? []), trigger]);
    }
    return [...buckets.values()];
  }
}

/** The triggers as the function reads them, after a check that it would not refuse what they ask for. */
export function triggerRules(
  scope: Construct,
  triggers: readonly JobTrigger[],
  workers: readonly string[],
): JobTriggerRule[] {
  return triggers.map(({ bucket, prefix, suffix, ...job }) => {
    checkJob(scope, `trigger of job ${job.job}`, job, workers);
    const taken = ['bucket', 'key'].filter((name) => Object.hasOwn(job.parameters ?? {}, name));
    if (taken.length > 0) {
      throw new ConstructError(
        scope,
        `trigger of job ${job.job}: parameters: got ${taken.join(' and ')}, which tell of the object; allowed: other names`,
      );
    }
    return { bucket: bucket.bucketName, prefix, suffix, request: jobRequest(job) };
  });
}

// --- internal ---

/** An object that could not be told of for so long is in the dead-letter queue instead of late. */
const LATEST = Duration.hours(1);

/** EventBridge's pattern of the keys, or undefined for any. */
function keyPattern({ prefix, suffix }: JobTrigger): string[] | undefined {
  if (prefix && suffix) return Match.wildcard(`${literal(prefix)}*${literal(suffix)}`);
  if (prefix) return Match.prefix(prefix);
  if (suffix) return Match.suffix(suffix);
  return undefined;
}

const literal = (text: string): string => text.replace(/[*\\]/g, '\\$&');
