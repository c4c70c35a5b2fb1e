import { printJson, printReadable } from '../../../lib/local/event/event-printer';
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
  ['job      sql/load  complete on core', { ...job, status: 'complete' }],
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
    'NO DATA  a  was OK: Insufficient Data',
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
  [undefined, { type: 'notice', code: 'evaluation-range', message: 'assumed' }],
];

test.each(EVENTS)('%s', (line, body) => {
  expect(printReadable(at(body))).toBe(line && `09:31:05  ${line}`);
});

test('nothing in a text can break its line or colour the terminal', () => {
  const event = at({ ...job, job_id: 'a\u001b[31m\nb', status: 'failed' });
  expect(printReadable(event)).toBe('09:31:05  job      a [31m b  failed on core');
});

test.each(EVENTS)('as JSON it is one line with its type first: %s', (_, body) => {
  const line = printJson(at(body))!;
  expect(line).toMatch(new RegExp(`^\\{"type":"${body.type}",`));
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({ ...body, at: AT });
});
