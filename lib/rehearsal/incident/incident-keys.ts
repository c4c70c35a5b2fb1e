import { GRAMMAR_HELP, REALM_NAME, SYSTEM_NAME, WORKER_NAME } from '../../contract';
import type { AlarmState } from '../../engine/model';
import { DURATION_PATTERN } from '../../text';

/** A JSON Schema of a value, for editors; the readers say exactly what is allowed. */
export type ValueShape = Readonly<Record<string, unknown>> & { readonly description: string };

/** Every key of a mapping, in the order in which messages list them. */
export type Keys = Readonly<Record<string, ValueShape>>;

const text = (description: string, pattern?: RegExp): ValueShape => ({
  type: ['string', 'number'],
  ...(pattern && { pattern: pattern.source }),
  description,
});
const duration = (description: string): ValueShape => ({
  type: 'string',
  pattern: DURATION_PATTERN,
  description,
});
const wholeNumber = (description: string): ValueShape => ({
  type: 'integer',
  minimum: 1,
  maximum: 1000,
  description,
});
export const ALARM_STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

const STATE = {
  enum: ALARM_STATES,
  description: 'state of the alarm; ALARM where nothing is said',
};
const anything = (description: string): ValueShape => ({ description });

const FROM = duration('when it begins, from the start of the incident');
const UNTIL = duration('when it ends, from the start of the incident; its end where nothing is said');
const DELAY = duration('from the time of an event until CloudWatch can see it');
const ALARM = text('name, logical id or construct path of an alarm');
const TOLD = text('a severity of the realm, or the name of a topic');

/** Of the file itself; lists and mappings in it have keys of their own. */
export const FILE_KEYS = {
  title: text('what happens, in a line'),
  realm: text(`whose workers the heartbeats are: ${GRAMMAR_HELP.realm}`, REALM_NAME),
  system: text(GRAMMAR_HELP.system, SYSTEM_NAME),
  template: text("path of a template to play, from the file's folder"),
  start: { type: 'string', description: 'ISO-8601 with a zone, such as 2026-01-01T00:00:00Z' },
  for: duration('length of the incident, from 1m to 400d'),
  elsewhere: {
    type: 'object',
    additionalProperties: { enum: ALARM_STATES },
    description:
      'alarms that composite alarms name and the template does not have, each with its state all the time',
  },
  signals: anything('what is written and measured: heartbeat, metric or log'),
  expect: anything('what has to be: at, by, never, quiet or silent'),
} as const satisfies Keys;

export const SIGNAL_KEYS = {
  heartbeat: {
    heartbeat: text(`a worker: ${GRAMMAR_HELP.worker}`, WORKER_NAME),
    every: duration('time between two heartbeats; 1m where nothing is said'),
    instances: wholeNumber('how many machines, from 1 to 1000'),
    except: anything('machines that fall silent'),
    from: FROM,
    until: UNTIL,
    delay: DELAY,
    sqs: anything('what a heartbeat says of the queue'),
    internal: anything('what a heartbeat says of the internal queue'),
    threads: anything('what a heartbeat says of its threads'),
    deferred_tasks: anything('what a heartbeat says of tasks that wait'),
  },
  metric: {
    metric: anything('the metric that has data'),
    every: duration('time between two data; 1m where nothing is said'),
    series: text("promtool's notation, such as 0x10 500x20 _x5"),
    from: {
      ...duration('when it begins, from the start of the incident; up to -7d'),
      pattern: DURATION_PATTERN.replace('^', '^-?'),
    },
    delay: DELAY,
    unit: text('a unit of CloudWatch'),
  },
  log: {
    log: text('name of a log group'),
    stream: text('name of a log stream'),
    every: duration('time between two records; one alone where nothing is said'),
    line: anything('a text, or a mapping that is written as one JSON line'),
    from: FROM,
    until: UNTIL,
    delay: DELAY,
  },
} as const satisfies Readonly<Record<string, Keys>>;

export const EXCEPT_KEYS = {
  instance: wholeNumber('number of the machine, from 1'),
  from: FROM,
  until: UNTIL,
} as const satisfies Keys;

export const METRIC_KEYS = {
  namespace: text('such as AWS/SQS'),
  name: text('such as ApproximateNumberOfMessagesVisible'),
  dimensions: {
    type: 'object',
    additionalProperties: { type: ['string', 'number'] },
    description: 'name to value',
  },
} as const satisfies Keys;

/** Keys that make an expectation what it is. */
export const EXPECTATION_MARKS = {
  notified: ['by', 'notified'],
  by: ['by', 'alarm'],
  at: ['at', 'alarm'],
  never: ['never'],
  quiet: ['quiet'],
  silent: ['silent'],
} as const;

export const EXPECTATION_KEYS = {
  notified: {
    by: duration('the latest instant, from the start of the incident'),
    notified: TOLD,
    alarm: ALARM,
    state: STATE,
    from: duration('the earliest instant, from the start of the incident'),
  },
  by: {
    by: duration('the latest instant, from the start of the incident'),
    alarm: ALARM,
    state: STATE,
    from: duration('the earliest instant, from the start of the incident'),
  },
  at: { at: duration('the instant, from the start of the incident'), alarm: ALARM, state: STATE },
  never: { never: ALARM, state: STATE, from: FROM, until: UNTIL },
  quiet: {
    quiet: { const: true, description: 'no alarm is in ALARM, and nobody is told of one' },
    from: FROM,
    until: UNTIL,
  },
  silent: {
    silent: { const: true, description: 'nobody is told of anything' },
    from: FROM,
    until: UNTIL,
  },
} as const satisfies Readonly<Record<keyof typeof EXPECTATION_MARKS, Keys>>;
