import type { LogSignal } from '../../../lib/engine';
import { parseIncident, signalsOf } from '../../../lib/rehearsal';

const START = Date.UTC(2026, 0, 1);

const signals = (signal: string) =>
  signalsOf(parseIncident('i.yaml', `title: t\nrealm: dev\nfor: 3m\nsignals: [${signal}]\nexpect: []\n`));

/** Offset in seconds and stream of each heartbeat. */
const beats = (signal: string) =>
  (signals(signal) as LogSignal[])
    .map(({ timestamp, logStreamName }) => [(timestamp - START) / 1000, logStreamName])
    .sort((a, b) => Number(a[0]) - Number(b[0]));

test('instances beat at different moments, each into its own stream', () => {
  expect(beats('{ heartbeat: core, instances: 3, until: 1m40s }')).toEqual([
    [0, 'core/i-1'],
    [20, 'core/i-2'],
    [40, 'core/i-3'],
    [60, 'core/i-1'],
    [80, 'core/i-2'],
  ]);
});

test('an instance is silent from a moment on, up to but without another', () => {
  expect(beats('{ heartbeat: core, except: { instance: 1, from: 1m, until: 2m } }')).toEqual([
    [0, 'core/i-1'],
    [120, 'core/i-1'],
  ]);
});

test('a log line without an interval is written once, and a delay moves its visibility only', () => {
  expect(signals('{ log: g, from: 30s, delay: 20s, line: x }')).toEqual([
    { type: 'log', timestamp: START + 30_000, visibleAt: START + 50_000, logGroupName: 'g', message: 'x' },
  ]);
});

test('a series stays compact', () => {
  const [series] = signals("{ metric: { namespace: N, name: M }, from: -2m, series: '1x3 _' }");
  expect(series).toMatchObject({
    type: 'series',
    start: START - 120_000,
    every: 60_000,
    length: 5,
    dimensions: {},
  });
});
