import { Duration, Names, Stack } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type JobTrigger, typesOf } from './job-trigger';

export interface JobTriggersProps {
  readonly triggers: readonly JobTrigger[];
  /** The job dispatcher. */
  readonly function: IFunction;
  /** Keeps what EventBridge could not hand to the function. */
  readonly deadLetterQueue: IQueue;
}

/** One rule a bucket and kind of event, so that an object which fits several triggers still comes once. */
export class JobTriggers extends Construct {
  constructor(scope: Construct, id: string, props: JobTriggersProps) {
    super(scope, id);
    const target = new LambdaFunction(props.function, {
      deadLetterQueue: props.deadLetterQueue,
      maxEventAge: LATEST,
    });
    for (const ofBucket of this.byBucket(props.triggers.filter(({ enabled }) => enabled !== false))) {
      const { bucket } = ofBucket[0]!;
      for (const { types, triggers } of byTypes(ofBucket)) {
        const keys = triggers.map(keyPattern);
        const id = Names.nodeUniqueId(bucket.node);
        const isUsual = types.includes(CREATED);
        new Rule(this, isUsual ? id : `${id}-${types[0]!.replaceAll(' ', '')}`, {
          description: `Runs jobs for ${isUsual ? 'new ' : ''}objects: ${triggers.flatMap(({ job }) => job).join(', ')}`,
          eventPattern: {
            source: ['aws.s3'],
            detailType: types,
            detail: {
              bucket: { name: [bucket.bucketName] },
              ...(!keys.includes(undefined) && { object: { key: Match.anyOf(...keys) } }),
            },
          },
          targets: [target],
        });
      }
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

// --- internal ---

/** An object that could not be told of for so long is in the dead-letter queue instead of late. */
const LATEST = Duration.hours(1);

const CREATED = 'Object Created';

/** The triggers for each type of event; types with the same triggers are together. */
function byTypes(triggers: readonly JobTrigger[]): { types: string[]; triggers: JobTrigger[] }[] {
  const groups = new Map<string, { types: string[]; triggers: JobTrigger[] }>();
  for (const type of new Set(triggers.flatMap((trigger) => typesOf(trigger.if)))) {
    const wanting = triggers.filter((trigger) => typesOf(trigger.if).includes(type));
    const key = wanting.map((trigger) => triggers.indexOf(trigger)).join();
    const group = groups.get(key) ?? { types: [], triggers: wanting };
    group.types.push(type);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** EventBridge's pattern of the keys, or undefined for any. */
function keyPattern({ prefix, suffix }: JobTrigger): string[] | undefined {
  if (prefix && suffix) return Match.wildcard(`${literal(prefix)}*${literal(suffix)}`);
  if (prefix) return Match.prefix(prefix);
  if (suffix) return Match.suffix(suffix);
  return undefined;
}

const literal = (text: string): string => text.replace(/[*\\]/g, '\\$&');
