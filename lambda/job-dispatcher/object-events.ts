import { isObject, type JsonObject } from '../shared/json-value';

/** What S3 says has happened to an object. */
export interface ObjectEvent {
  readonly bucket: string;
  readonly key: string;
  /** Such as `ObjectCreated:Put`; EventBridge's words, without blanks, where it tells of it: `ObjectCreated:PutObject`. */
  readonly type: string;
  /** In bytes; absent where S3 does not say. */
  readonly size?: number;
  readonly time?: string;
  readonly region?: string;
  readonly sourceIp?: string;
  /** As it came. */
  readonly raw: JsonObject;
  /** The same however often and by whatever way S3 tells. */
  readonly origin: string;
}

export type ObjectNews = ObjectEvent | { readonly problem: string };

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

// --- internal ---

interface Told {
  readonly raw: JsonObject;
  readonly bucket: unknown;
  readonly object: unknown;
  readonly type: string;
  readonly time: unknown;
  readonly region: unknown;
  readonly sourceIp: unknown;
  readonly decode: (key: string) => string;
}

function fromEventBridge(raw: JsonObject): ObjectNews {
  const detail = isObject(raw.detail) ? raw.detail : {};
  return objectEvent({
    raw,
    bucket: detail.bucket,
    object: detail.object,
    type: `${raw['detail-type']}:${detail.reason ?? ''}`.replaceAll(' ', ''),
    time: raw.time,
    region: raw.region,
    sourceIp: detail['source-ip-address'],
    decode: (key) => key,
  });
}

/** In a notification the key is encoded as in a query string; in EventBridge it is not. */
function fromRecord(record: unknown): ObjectNews {
  const raw = isObject(record) ? record : {};
  const { bucket, object } = isObject(raw.s3) ? raw.s3 : {};
  return objectEvent({
    raw,
    bucket,
    object,
    type: String(raw.eventName),
    time: raw.eventTime,
    region: raw.awsRegion,
    sourceIp: isObject(raw.requestParameters) ? raw.requestParameters.sourceIPAddress : undefined,
    decode: (key) => decodeURIComponent(key.replaceAll('+', ' ')),
  });
}

/** S3 has no empty names; a template would make a wrong id of one. */
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function objectEvent({ raw, bucket, object, type, time, region, sourceIp, decode }: Told): ObjectNews {
  const name = isObject(bucket) ? bucket.name : undefined;
  if (!isObject(object) || !isText(object.key) || !isText(name))
    return { problem: 'an S3 event without the name of a bucket and the key of an object' };
  try {
    const key = decode(object.key);
    return {
      bucket: name,
      key,
      type,
      ...(typeof object.size === 'number' && { size: object.size }),
      ...(typeof time === 'string' && { time }),
      ...(typeof region === 'string' && { region }),
      ...(typeof sourceIp === 'string' && { sourceIp }),
      raw,
      origin: [name, key, object.sequencer ?? time].join('\n'),
    };
  } catch {
    return { problem: `the key of an S3 event is not encoded as S3 does it: ${JSON.stringify(object.key)}` };
  }
}
