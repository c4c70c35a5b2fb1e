import { z } from 'zod';
import { section, text } from './fields';
import type { TriggerConfig } from './realm-config';
import { dispatchedJob } from './schedules-schema';

/** S3's grammar of bucket names. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const keyPart = text(/^[^\n]{1,1024}$/, 'not a part of a key', 'a text of 1 to 1024 characters').optional();

const trigger = section({
  bucket: text(BUCKET, 'not a bucket', 'the name of a bucket that sends its events to EventBridge'),
  prefix: keyPart,
  suffix: keyPart,
  ...dispatchedJob,
}).transform(
  ({ delay, ...rest }): TriggerConfig => ({ ...rest, ...(delay !== undefined && { delaySeconds: delay }) }),
);

/** Jobs that run for every new object in a bucket. */
export const triggersSchema = z.array(trigger, { error: 'a list of triggers' }).prefault([]);
