import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { AlertRouting, JobMonitor, type JobMonitorProps } from '../../../lib/constructs';
import { createSimulation } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Thursday. */
const START = Date.parse('2026-01-01T00:00:00Z');

const props: JobMonitorProps = {
  realm: 'dev',
  job: 'cmd/poll',
  alerts: AlertRouting.silent('the engine is asked'),
  failures: 0,
  every: Duration.minutes(435),
  pace: {
    every: Duration.minutes(15),
    cycle: 'day',
    stretches: [{ from: Duration.hours(6), until: Duration.minutes(1_365) }],
  },
};

/** Runs from 6 to 22:45 h, each two minutes long, except those within `lost`; `hours alarm state` of what alarms. */
function alarms(given: Partial<JobMonitorProps>, days: number, lost: readonly [number, number]) {
  const stack = newStack();
  new JobMonitor(stack, 'Job', { ...props, ...given });
  const model = modelOf(stack);
  const states = Object.fromEntries(model.alarms.map(({ alarmName }) => [alarmName, 'OK' as const]));
  const simulation = createSimulation(model, { start: START + 6 * HOUR, states });
  for (let at = START - DAY; at < START + days * DAY; at += 15 * MINUTE) {
    const ofDay = (at - START + DAY) % DAY;
    const isLost = at >= START + lost[0] && at < START + lost[1];
    if (ofDay < 6 * HOUR || ofDay >= 23 * HOUR || isLost) continue;
    simulation.ingest({
      type: 'metric',
      namespace: 'Lava',
      metricName: 'JobFailed',
      dimensions: { Realm: 'dev', Job: 'cmd/poll' },
      timestamp: at + 2 * MINUTE,
      value: 0,
    });
  }
  return simulation
    .advance(START + days * DAY)
    .transitions.map(({ at, alarmName, to }) => {
      const clock = new Date(at).toISOString().slice(8, 16);
      return `${clock} ${alarmName.slice('lava-dev-job-cmd/poll-'.length)} ${to}`;
    })
    .filter((text) => !text.endsWith('INSUFFICIENT_DATA'));
}

test('nights are none of its business, and neither are runs in time', () => {
  expect(alarms({}, 3, [0, 0])).toEqual([]);
});

test('by day a missing run is told of within minutes, and the long interval within hours', () => {
  const told = alarms({}, 2, [10 * HOUR, DAY]);
  expect(told).toEqual([
    '01T10:07 overdue ALARM',
    '01T17:54 missing ALARM',
    '01T22:46 overdue OK',
    '02T06:03 missing OK',
  ]);
});

test('a first run that lasts as long as it may is waited for', () => {
  const told = alarms({ runTime: Duration.hours(3) }, 1, [6 * HOUR, 9 * HOUR]);
  expect(told.filter((text) => text.includes('overdue'))).toEqual([]);
});

test('a week begins on Monday', () => {
  const friday = { from: Duration.hours(4 * 24 + 6), until: Duration.hours(4 * 24 + 22) };
  const pace = { ...props.pace!, cycle: 'week', stretches: [friday] } as const;
  const told = alarms({ pace }, 3, [0, 3 * DAY]).filter((text) => text.includes('overdue'));
  expect(told).toEqual(['02T06:34 overdue ALARM', '02T22:01 overdue OK']);
});

test('a pace that is no shorter is refused', () => {
  const every = Duration.minutes(15);
  expect(() => new JobMonitor(newStack(), 'Job', { ...props, every })).toThrow(
    'pace.every: not shorter than every, got 15m, allowed: less than 15m',
  );
});
