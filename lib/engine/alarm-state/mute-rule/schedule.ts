import { NotModelledError } from '../../text/not-modelled-error';
import { pointAt } from '../../text/source-error';
import { MuteRuleError, type MuteRuleErrorCode } from './mute-rule-error';

/** When a mute window starts, in wall-clock time. */
export type Schedule = CronSchedule | AtSchedule;

/** `cron(minute hour day-of-month month day-of-week)`; the values of each field, ascending. */
export interface CronSchedule {
  readonly type: 'cron';
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Whether the hour is `*`: then a repeated hour counts twice. */
  readonly everyHour: boolean;
  readonly days: ReadonlySet<number>;
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  /** 0 for Sunday to 6. */
  readonly weekDays: ReadonlySet<number>;
}

/** `at(yyyy-MM-ddThh:mm)`, as milliseconds as if the wall clock showed UTC. */
export interface AtSchedule {
  readonly type: 'at';
  readonly local: number;
}

/**
 * Parses a mute rule's schedule expression. Its cron has five fields with `*`, `-` and `,` (API reference,
 * Schedule), unlike EventBridge's six. Throws MuteRuleError, and NotModelledError where AWS does not say
 * what a form means.
 */
export function parseSchedule(expression: string): Schedule {
  const match = /^(cron|at)\((.*)\)$/.exec(expression);
  if (!match) {
    throw refused('expression-form', 0, 'expected cron(…) or at(yyyy-MM-ddThh:mm)', expression);
  }
  const [, form, body] = match;
  return form === 'cron' ? parseCron(body!, expression) : parseAt(body!, expression);
}

/** Local milliseconds of `yyyy-MM-ddThh:mm`, with seconds if need be; undefined when it is not a date. */
export function parseLocalTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?$/.test(text)) return undefined;
  const local = Date.parse(`${text}Z`);
  // Date.parse may carry 30 February over to March.
  return Number.isNaN(local) || !new Date(local).toISOString().startsWith(text.slice(0, 16))
    ? undefined
    : local;
}

// --- internal ---

interface Field {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values from `min` on. */
  readonly names?: readonly string[];
  /** AWS does not say which day a number means. */
  readonly onlyNames?: boolean;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const WEEK_DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const FIELDS: readonly Field[] = [
  { label: 'minute', min: 0, max: 59 },
  { label: 'hour', min: 0, max: 23 },
  { label: 'day of month', min: 1, max: 31 },
  { label: 'month', min: 1, max: 12, names: MONTHS },
  { label: 'day of week', min: 0, max: 6, names: WEEK_DAYS, onlyNames: true },
];

const START_OF_BODY = 'cron('.length;

function parseCron(body: string, expression: string): CronSchedule {
  const words = [...body.matchAll(/\S+/g)];
  if (words.length !== FIELDS.length) {
    const problem = `cron takes ${FIELDS.length} fields (minute, hour, day of month, month, day of week), got ${words.length}`;
    const hint = words.length === 6 ? '; a year, as in EventBridge, is not allowed' : '';
    throw refused('cron-fields', START_OF_BODY, problem + hint, expression);
  }
  const [minutes, hours, days, months, weekDays] = FIELDS.map((field, index) => {
    const { 0: text, index: at } = words[index]!;
    return parseField(field, text, START_OF_BODY + at, expression);
  }) as [number[], number[], number[], number[], number[]];
  if (words[2]![0] !== '*' && words[4]![0] !== '*') {
    throw new NotModelledError(
      'a cron expression with both a day of month and a day of week',
      'AWS does not say whether one or both have to match; leave one as *',
    );
  }
  if (!months.some((month) => days[0]! <= LONGEST_MONTHS[month - 1]!)) {
    const problem = `there is no day ${days[0]} in ${months.map((month) => MONTHS[month - 1]).join(', ')}`;
    throw refused('never-starts', START_OF_BODY + words[2]!.index, problem, expression);
  }
  return {
    type: 'cron',
    minutes,
    hours,
    everyHour: words[1]![0] === '*',
    days: new Set(days),
    months: new Set(months),
    weekDays: new Set(weekDays),
  };
}

function parseField(field: Field, text: string, offset: number, expression: string): number[] {
  const values = new Set<number>();
  let at = offset;
  for (const part of text.split(',')) {
    const bounds =
      part === '*' ? [field.min, field.max] : part.split('-').map((word) => parseValue(field, word));
    const [from, to = from] = bounds;
    if (bounds.length > 2 || from === undefined || to === undefined || from > to) {
      const names = field.names ? ` or ${field.names[0]} to ${field.names.at(-1)}` : '';
      const allowed = `${field.min} to ${field.max}${names}, * or a range`;
      const problem = `invalid ${field.label} '${part}', expected ${allowed}; only * , and - are supported`;
      throw refused('cron-value', at, problem, expression);
    }
    for (let value = from; value <= to; value++) values.add(value);
    at += part.length + 1;
  }
  return [...values].sort((a, b) => a - b);
}

function parseValue({ label, min, max, names, onlyNames }: Field, word: string): number | undefined {
  const named = names?.indexOf(word.toUpperCase()) ?? -1;
  if (named >= 0) return named + min;
  if (!/^\d{1,2}$/.test(word)) return undefined;
  if (onlyNames) {
    const hint = `AWS does not say which day ${word} is; write ${names!.join(', ')}`;
    throw new NotModelledError(`a number as ${label}`, hint);
  }
  const value = Number(word);
  return value >= min && value <= max ? value : undefined;
}

function parseAt(body: string, expression: string): AtSchedule {
  const local = body.length === 'yyyy-MM-ddThh:mm'.length ? parseLocalTime(body) : undefined;
  if (local === undefined) {
    const problem = `invalid time '${body}', expected yyyy-MM-ddThh:mm`;
    throw refused('time-invalid', 'at('.length, problem, expression);
  }
  return { type: 'at', local };
}

function refused(
  code: MuteRuleErrorCode,
  offset: number,
  problem: string,
  expression: string,
): MuteRuleError {
  return new MuteRuleError(code, `${problem}\n${pointAt(expression, offset)}`, offset);
}
