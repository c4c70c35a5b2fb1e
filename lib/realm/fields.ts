import { z } from 'zod';
import { DURATION_PATTERN, formatDuration, meantDuration, parseDuration } from '../text';

/** See rightFields. */
export type RightFields<S extends z.ZodRawShape> = { readonly [K in keyof S]?: z.output<S[K]> };

/** What a field's issue carries, for the one place that words problems. */
export interface FieldIssue {
  readonly what: string;
  readonly allowed: string;
  /** The given value may be a secret and must not be shown. */
  readonly secret?: boolean;
}

/** A value that passed, or what is wrong with it. */
export type Checked<T> = { readonly value: T } | { readonly what: string };

/** A JSON Schema of what may be given: whatever `check` takes is in it. */
export type Shape = Readonly<Record<string, unknown>>;

/** A leaf of the file: `check` sees the raw value. The shape is for editors, which see it before us. */
export function field<T>(allowed: string, shape: Shape, check: (raw: unknown) => Checked<T>, secret = false) {
  const raw = z.unknown().meta({ ...shape, description: allowed });
  return raw.transform((given, context): T => {
    const checked = check(given);
    if ('value' in checked) return checked.value;
    context.addIssue({ code: 'custom', params: { what: checked.what, allowed, secret } });
    return z.NEVER;
  });
}

/** Keys of a map, for editors: the map's own rule checks and words them. */
export function names(pattern: RegExp, allowed: string) {
  return z.string().meta({ pattern: pattern.source, description: allowed });
}

/** A map whose keys are all known. Its message lists them, for the report of an unknown one. */
export function section<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, { error: Object.keys(shape).join(', ') });
}

/** A section that may be switched off by the word; the value is then undefined. */
export function offOr<S extends z.ZodType>(schema: S) {
  return z.union([z.literal('off'), schema]);
}

/** A text that matches a pattern. */
export function text(pattern: RegExp, what: string, allowed: string, secret = false) {
  return field<string>(
    allowed,
    { type: 'string', ...(pattern.flags === '' && { pattern: pattern.source }) },
    (raw) => (typeof raw === 'string' && pattern.test(raw) ? { value: raw } : { what }),
    secret,
  );
}

export function boolean() {
  return field<boolean>('true or false', { type: 'boolean' }, (raw) =>
    typeof raw === 'boolean' ? { value: raw } : { what: 'not a truth value' },
  );
}

/** A whole number between two limits, both included. */
export function wholeNumber(min: number, max: number) {
  const shape = { type: 'integer', minimum: min, maximum: max };
  return field<number>(`a whole number from ${min} to ${max}`, shape, (raw) => {
    if (typeof raw !== 'number' || !Number.isInteger(raw)) return { what: 'not a whole number' };
    return raw < min || raw > max ? { what: 'out of range' } : { value: raw };
  });
}

/** `90` or `90%`. */
export function percent() {
  const shape = {
    anyOf: [
      { type: 'integer', minimum: 0, maximum: 100 },
      { type: 'string', pattern: '^\\d{1,3}%$' },
    ],
  };
  return field<number>('a whole number from 0 to 100, such as 90 or 90%', shape, (raw) => {
    const value = typeof raw === 'string' && /^\d{1,3}%$/.test(raw) ? Number(raw.slice(0, -1)) : raw;
    if (typeof value !== 'number' || !Number.isInteger(value)) return { what: 'not a whole number' };
    return value < 0 || value > 100 ? { what: 'out of range' } : { value };
  });
}

const DURATION: Shape = { type: 'string', pattern: DURATION_PATTERN };

/** `1h30m`, in seconds: an example where it is allowed. */
const MIXED = 5_400;

/** A duration between two limits, both included, in whole multiples of a step; the value is in seconds. */
export function duration(min: string, max: string, step = '1s') {
  const [least, most, multiple] = [min, max, step].map((part) => parseDuration(part)!) as [
    number,
    number,
    number,
  ];
  const steps = multiple === 1 ? '' : ` in steps of ${step}`;
  const isMixed = least <= MIXED && MIXED <= most && MIXED % multiple === 0;
  return field<number>(
    `a duration from ${min} to ${max}${steps}, such as ${formatDuration(least)}${isMixed ? ' or 1h30m' : ''}`,
    DURATION,
    (raw) => {
      const seconds = typeof raw === 'string' ? parseDuration(raw) : undefined;
      if (seconds === undefined) return { what: `not a duration${meantDuration(raw, least, most)}` };
      if (seconds < least || seconds > most) return { what: 'out of range' };
      return seconds % multiple === 0 ? { value: seconds } : { what: `not a multiple of ${step}` };
    },
  );
}

/** The name of an IANA time zone. */
export function timeZone() {
  return field<string>('a name such as Australia/Sydney or UTC', { type: 'string' }, (raw) => {
    if (typeof raw === 'string' && /^[A-Za-z]/.test(raw)) {
      try {
        new Intl.DateTimeFormat('en-US', { timeZone: raw });
        return { value: raw };
      } catch {}
    }
    return { what: 'not a time zone' };
  });
}

/** One of a few values, given as a duration; the value is in days. */
export function daysOf(allowed: readonly number[]) {
  return field<number>(`one of ${allowed.map((days) => `${days}d`).join(', ')}`, DURATION, (raw) => {
    const seconds = typeof raw === 'string' ? parseDuration(raw) : undefined;
    if (seconds === undefined) return { what: `not a duration${meantDuration(raw, 86_400)}` };
    const days = seconds / 86_400;
    return allowed.includes(days) ? { value: days } : { what: 'not a retention that CloudWatch has' };
  });
}

/** What is right of some fields, each by itself; one that is wrong or left out is absent, or its default. */
export function rightFields<S extends z.ZodRawShape>(shape: S, raw: unknown): RightFields<S> {
  const given = isMap(raw) ? raw : {};
  const read = Object.entries(shape).map(([key, schema]) => [key, z.safeParse(schema, given[key]).data]);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** Whether every one of these fields that is given is right. */
export const allRight = (shape: z.ZodRawShape, raw: unknown): boolean =>
  isMap(raw) &&
  Object.entries(shape).every(
    ([key, field]) => raw[key] === undefined || z.safeParse(field, raw[key]).success,
  );

/** What is in a map; nothing in anything else. */
export const entriesOf = (raw: unknown): [string, unknown][] => (isMap(raw) ? Object.entries(raw) : []);

export function isMap(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

/** Adds the issue of a rule that concerns more than one field, at a path below the section. */
export function report(
  context: z.core.$RefinementCtx,
  path: PropertyKey[],
  issue: FieldIssue & { key?: boolean },
) {
  context.addIssue({ code: 'custom', path, params: { ...issue } });
}

/** Lets a rule across fields run even when another field of the section is wrong: report all in one go. */
export const ALWAYS = {
  when: ({ value }: { readonly value: unknown }) => typeof value === 'object' && value !== null,
} as const;

/** The same for a rule about the keys of a map, which a list has none of. */
export const ALWAYS_OF_A_MAP = {
  when: ({ value }: { readonly value: unknown }) => isMap(value),
} as const;

/** Lets a rule run only on a section that is right so far. */
export const WHEN_RIGHT = {
  when: ({ issues }: { readonly issues: readonly unknown[] }) => issues.length === 0,
} as const;
