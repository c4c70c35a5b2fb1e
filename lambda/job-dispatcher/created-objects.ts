import type { JobRequest, JobTriggerRule } from '../../lib/contract';
import { isObject, type JsonObject } from '../shared/json-value';

/** An object that S3 says was created. */
export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  /** The same however often and by whatever way S3 tells. */
  readonly origin: string;
}

export type ObjectNews = CreatedObject | { readonly problem: string };

/**
 * What S3 tells, in its two forms: notifications (`Records`) and events of EventBridge. Undefined if it is not
 * from S3; empty for the test that S3 sends when a notification is set up.
 */
export function readObjectNews(json: unknown): ObjectNews[] | undefined {
  if (!isObject(json)) return undefined;
  if (json.source === 'aws.s3') return [fromEventBridge(json)];
  if (json.Service === 'Amazon S3' && json.Event === 's3:TestEvent') return [];
  const { Records } = json;
  if (Array.isArray(Records) && isObject(Records[0]) && Records[0].eventSource === 'aws:s3')
    return Records.map(fromRecord);
  return undefined;
}

/** A request for each trigger that the object fits, with the place of the trigger. */
export function requestsFor(
  { bucket, key }: CreatedObject,
  triggers: readonly JobTriggerRule[],
): { readonly place: number; readonly request: JobRequest }[] {
  return triggers.flatMap(({ request, ...rule }, place) =>
    fits(bucket, key, rule)
      ? [{ place, request: { ...request, parameters: { ...request.parameters, bucket, key } } }]
      : [],
  );
}

// --- internal ---

function fromEventBridge({ 'detail-type': type, detail, time }: JsonObject): ObjectNews {
  if (type !== 'Object Created') return notCreated(String(type));
  const { bucket, object } = isObject(detail) ? detail : {};
  return created(bucket, object, time, (key) => key);
}

/** In a notification the key is encoded as in a query string; in EventBridge it is not. */
function fromRecord(record: unknown): ObjectNews {
  const { eventName, eventTime, s3 } = isObject(record) ? record : {};
  if (!String(eventName).startsWith('ObjectCreated:')) return notCreated(String(eventName));
  const { bucket, object } = isObject(s3) ? s3 : {};
  return created(bucket, object, eventTime, (key) => decodeURIComponent(key.replaceAll('+', ' ')));
}

function created(
  bucket: unknown,
  object: unknown,
  time: unknown,
  decode: (key: string) => string,
): ObjectNews {
  const name = isObject(bucket) ? bucket.name : undefined;
  if (!isObject(object) || typeof object.key !== 'string' || typeof name !== 'string')
    return { problem: 'an S3 event without the name of a bucket and the key of an object' };
  try {
    const key = decode(object.key);
    return { bucket: name, key, origin: [name, key, object.sequencer ?? time].join('\n') };
  } catch {
    return { problem: `the key of an S3 event is not encoded as S3 does it: ${JSON.stringify(object.key)}` };
  }
}

function notCreated(what: string): ObjectNews {
  return { problem: `S3 tells of ${what}; allowed: created objects` };
}

function fits(bucket: string, key: string, rule: Omit<JobTriggerRule, 'request'>): boolean {
  const { prefix = '', suffix = '' } = rule;
  const longEnough = key.length >= prefix.length + suffix.length;
  return rule.bucket === bucket && longEnough && key.startsWith(prefix) && key.endsWith(suffix);
}
