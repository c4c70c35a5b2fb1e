import { z } from 'zod';
import { GRAMMAR_HELP, JOB_ID, type ObjectConditions } from '../contract';
import { boolean, type Checked, duration, field, section, text } from './fields';
import type { TriggerConfig } from './realm-config';
import { dispatchedJob } from './schedules-schema';

/** S3's grammar of bucket names. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const keyPart = text(/^[^\n]{1,1024}$/, 'not a part of a key', 'a text of 1 to 1024 characters').optional();

/** A text, or a list of texts with at least one. */
const TEXTS = { type: ['string', 'array'], minItems: 1, items: { type: 'string' } };

const globs = field<readonly string[]>('a glob, or a list of globs', TEXTS, globsOf).optional();

const conditions = section({
  name: globs,
  largerThan: field(
    'a size, such as 20KB (thousands) or 20KiB (1024)',
    { type: ['string', 'number'] },
    sizeOf,
  ).optional(),
  event: globs,
}).transform((given): ObjectConditions => given);

const { job: _, ...common } = dispatchedJob;

const trigger = section({
  bucket: text(BUCKET, 'not a bucket', 'the name of a bucket that sends its events to EventBridge'),
  prefix: keyPart,
  suffix: keyPart,
  enabled: boolean().optional(),
  if: conditions.optional(),
  ifNot: conditions.optional(),
  once: duration('1s', '1h').optional(),
  template: boolean().optional(),
  job: field(`${GRAMMAR_HELP.jobId}, or a list of such`, TEXTS, jobsOf),
  ...common,
}).transform(
  ({ delay, once, ...rest }): TriggerConfig => ({
    ...rest,
    ...(delay !== undefined && { delaySeconds: delay }),
    ...(once !== undefined && { onceSeconds: once }),
  }),
);

/** Jobs that run when something happens to an object in a bucket. */
export const triggersSchema = z.array(trigger, { error: 'a list of triggers' }).prefault([]);

// --- internal ---

function jobsOf(raw: unknown): Checked<readonly string[]> {
  const list = Array.isArray(raw) ? raw : [raw];
  const right = list.length > 0 && list.every((job) => typeof job === 'string' && JOB_ID.test(job));
  return right ? { value: list } : { what: 'not a job id' };
}

function globsOf(raw: unknown): Checked<readonly string[]> {
  const list = Array.isArray(raw) ? raw : [raw];
  const right = list.length > 0 && list.every((glob) => typeof glob === 'string' && glob !== '');
  return right ? { value: list } : { what: 'not globs' };
}

/** As Lava has them. */
const UNITS = ['', 'K', 'M', 'G', 'T', 'P'];

function sizeOf(raw: unknown): Checked<number> {
  const [, amount, unit = '', by] = /^(\d+(?:\.\d+)?)\s*([KMGTP]?)(iB|B?)$/.exec(String(raw)) ?? [];
  if (amount === undefined || (by === 'iB' && unit === '')) return { what: 'not a size' };
  return { value: Math.floor(Number(amount) * (by === 'iB' ? 1024 : 1000) ** UNITS.indexOf(unit)) };
}
