import type { AlarmState } from '../../../lib/engine/model';
import { createReadablePrinter, printJson } from '../../../lib/local/event/event-printer';
import type { RealmEvent, RealmEventBody } from '../../../lib/local/event/realm-event';

const AT = '2026-01-05T09:31:05.000Z';
const at = (body: RealmEventBody): RealmEvent => ({ ...body, at: AT });
const worker = { type: 'worker', worker: 'core', instance: 'core-0', instance_id: 'i-0a' } as const;
const job = { type: 'job', job_id: 'sql/load', run_id: 'r', worker: 'core' } as const;

const EVENTS: readonly [string | undefined, RealmEventBody][] = [
  [undefined, { type: 'realm', realm: 'dev', status: 'ready', console: 'http://127.0.0.1:1', speed: 10 }],
  ['worker   core-0  started', { ...worker, status: 'started', pid: 5 }],
  ['worker   core-0  up: its first heartbeat has arrived', { ...worker, status: 'up' }],
  ['STOPPED  core-0  stopped by --stop', { ...worker, status: 'stopped', detail: 'stopped by --stop' }],
  [
    'CRASHED  core-0  exit code 1: no queue',
    { ...worker, status: 'crashed', detail: 'exit code 1: no queue' },
  ],
  ['FAILED   core-0  SIGSEGV', { ...worker, status: 'failed', detail: 'SIGSEGV' }],
  [undefined, { ...job, status: 'dispatched' }],
  [undefined, { ...job, status: 'starting' }],
  [undefined, { ...job, status: 'complete' }],
  ['job      sql/load  failed on core', { ...job, status: 'failed' }],
  ['job      sql/load  skipped on core', { ...job, status: 'skipped' }],
  [
    'metric   a-heartbeat  has its first value',
    { type: 'metric', namespace: 'LogMetrics', metric: 'a-heartbeat' },
  ],
  [
    'ALARM    a-heartbeat  was OK: Threshold Crossed: no datapoints',
    {
      type: 'transition',
      alarm: 'a-heartbeat',
      from: 'OK',
      to: 'ALARM',
      reason: 'Threshold Crossed: no datapoints',
    },
  ],
  [
    'INSUFFICIENT_DATA a  was OK: Insufficient Data',
    { type: 'transition', alarm: 'a', from: 'OK', to: 'INSUFFICIENT_DATA', reason: 'Insufficient Data' },
  ],
  [
    undefined,
    {
      type: 'notification',
      alarm: 'a',
      state: 'ALARM',
      target: 'alerts-page',
      action: 'arn',
      subject: 'ALARM: "a"',
    },
  ],
  [
    'alert    slack  worker core is silent',
    { type: 'alert', channel: 'slack', target: 'ssm:/s', delivered: true, summary: 'worker core is silent' },
  ],
  [
    'NO ALERT slack  a: HTTP 500',
    { type: 'alert', channel: 'slack', target: 'ssm:/s', delivered: false, summary: 'a: HTTP 500' },
  ],
  [
    'function f  timeout: no answer',
    { type: 'function', function: 'f', status: 'timeout', detail: 'no answer' },
  ],
  ['notice   left out', { type: 'notice', code: 'not-modelled', message: 'left out' }],
];

test.each(EVENTS)('%s', (line, body) => {
  expect(createReadablePrinter()(at(body))).toEqual(line ? [`09:31:05  ${line}`] : []);
});

test('nothing in a text can break its line or colour the terminal', () => {
  const event = at({ ...job, job_id: 'a\u001b[31m\nb', status: 'failed' });
  expect(createReadablePrinter()(event)).toEqual(['09:31:05  job      a [31m b  failed on core']);
});

test.each(EVENTS)('as JSON it is one line with its type first: %s', (_, body) => {
  const [line = '', ...more] = printJson(at(body));
  expect(more).toEqual([]);
  expect(line).toMatch(new RegExp(`^\\{"type":"${body.type}",`));
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({ ...body, at: AT });
});

describe('the first way of alarms to OK', () => {
  const transition = (alarm: string, from: AlarmState, to: AlarmState) =>
    ({ type: 'transition', alarm, from, to, reason: 'why' }) as const;
  const first = (alarm: string) => transition(alarm, 'INSUFFICIENT_DATA', 'OK');
  const told = (alarm: string, state: AlarmState): RealmEventBody[] => [
    { type: 'notification', alarm, state, target: 'page', action: 'arn', subject: `${state}: "${alarm}"` },
    { type: 'alert', channel: 'email', target: 'a@b.c', delivered: true, summary: `${state}: "${alarm}"` },
  ];
  const printed = (...timed: readonly (readonly [clock: string, ...bodies: RealmEventBody[]])[]) => {
    const print = createReadablePrinter();
    return timed.flatMap(([clock, ...bodies]) =>
      bodies.flatMap((body) => print({ ...body, at: `2026-01-05T${clock}.000Z` })),
    );
  };
  const done = { type: 'metric', namespace: 'n', metric: 'm' } as const;

  test('is one line for all of them, a minute after the last', () => {
    expect(
      printed(
        ['09:31:05', first('a'), ...told('a', 'OK')],
        ['09:31:50', first('b'), done],
        ['09:32:49', done],
        ['09:32:50', done],
        ['09:40:00', first('late')],
        ['09:41:00', done],
      ),
    ).toEqual([
      '09:31:50  metric   m  has its first value',
      '09:32:49  metric   m  has its first value',
      '09:32:50  OK       2 alarms are OK',
      '09:32:50  metric   m  has its first value',
      '09:41:00  OK       1 alarm is OK',
      '09:41:00  metric   m  has its first value',
    ]);
  });

  test('hides neither what fails at once nor what comes back', () => {
    expect(
      printed(
        ['09:31:05', transition('a', 'INSUFFICIENT_DATA', 'ALARM'), transition('a', 'ALARM', 'OK')],
        ['09:31:06', first('b'), ...told('b', 'OK')],
        ['09:31:07', transition('b', 'OK', 'ALARM'), ...told('b', 'ALARM')],
        ['09:31:08', transition('b', 'ALARM', 'OK'), ...told('b', 'OK')],
        ['09:31:09', transition('b', 'OK', 'INSUFFICIENT_DATA'), first('b')],
      ),
    ).toEqual([
      '09:31:05  ALARM    a  was INSUFFICIENT_DATA: why',
      '09:31:05  OK       a  was ALARM: why',
      '09:31:07  ALARM    b  was OK: why',
      '09:31:07  alert    email  ALARM: "b"',
      '09:31:08  OK       b  was ALARM: why',
      '09:31:08  alert    email  OK: "b"',
      '09:31:09  INSUFFICIENT_DATA b  was OK: why',
      '09:31:09  OK       b  was INSUFFICIENT_DATA: why',
    ]);
  });
});

describe('jobs', () => {
  const ended = (status: string, minutes: number, job_id = 'sql/load') =>
    ({ ...job, job_id, status, at: new Date(Date.parse(AT) + minutes * 60_000).toISOString() }) as const;

  test('are one line in five minutes, but for the first failure of each', () => {
    const print = createReadablePrinter();
    const events = [
      ended('complete', 0),
      ended('failed', 1),
      ended('failed', 2),
      ended('failed', 3, 'cmd/other'),
      ended('complete', 4),
      ended('complete', 5),
      ended('complete', 9),
      ended('complete', 10),
    ];
    expect(events.flatMap(print)).toEqual([
      '09:32:05  job      sql/load  failed on core',
      '09:34:05  job      cmd/other  failed on core',
      '09:36:05  jobs     2 complete, 1 failed (sql/load)',
      '09:41:05  jobs     2 complete',
    ]);
  });
});

describe('in colour', () => {
  const printed = (body: RealmEventBody) => createReadablePrinter(true)(at(body))[0];
  const dim = (text: string) => `\u001b[2m${text}\u001b[0m`;

  test('what fails and who is told stand out', () => {
    const alert = {
      type: 'alert',
      channel: 'slack',
      target: 't',
      delivered: true,
      summary: 'silent',
    } as const;
    expect(printed(alert)).toBe(
      `${dim('09:31:05')}  \u001b[1;36malert   \u001b[0m \u001b[1mslack\u001b[0m  silent`,
    );
    expect(printed({ ...worker, status: 'crashed', detail: 'why' })).toBe(
      `${dim('09:31:05')}  \u001b[1;31mCRASHED \u001b[0m \u001b[1mcore-0\u001b[0m  why`,
    );
  });

  test('what is usual does not', () => {
    expect(printed({ ...worker, status: 'started' })).toBe(
      `${dim('09:31:05')}  ${dim('worker  ')} ${dim('core-0  started')}`,
    );
  });

  test('a text cannot colour anything itself', () => {
    expect(printed({ type: 'notice', code: 'c', message: 'a\u001b[31mb' })).toBe(
      `${dim('09:31:05')}  ${dim('notice  ')} ${dim('a [31mb')}`,
    );
  });
});
