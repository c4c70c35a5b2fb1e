import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { AlertRouting, JobObjective } from '../../../lib/constructs';
import { draftIncidents } from '../../../lib/proof/draft';
import { alarmLevels } from '../../../lib/proof/stimulus';
import { modelOf, newStack } from '../../constructs/rehearsed-stack';

const stack = newStack();
const base = { realm: 'dev', alerts: AlertRouting.silent('nobody is told in a test') };
new JobObjective(stack, 'Loads', {
  ...base,
  name: 'loads',
  job: 'cmd/load',
  success: 99,
  runsPerDay: 5_000,
});
new JobObjective(stack, 'Starts', {
  ...base,
  name: 'starts',
  worker: 'core',
  startWithin: Duration.minutes(5),
  target: 95,
  runsPerDay: 4_000,
});
const model = modelOf(stack);

test('the short windows of burn rates are moved, and back', () => {
  const alarms = model.alarms.filter(({ alarmName }) => alarmName.endsWith('-fast-short'));
  const part = { ...model, alarms, compositeAlarms: [] };
  const { findings, coverage } = draftIncidents(part, [], { realm: 'dev', system: 'lava' });
  expect(findings).toEqual([]);
  expect(coverage.alarms.moved).toEqual(['lava-dev-slo-loads-fast-short', 'lava-dev-slo-starts-fast-short']);
});

test('a metric that is read by two statistics gets the data of both, and each statistic sees all of them', () => {
  const alarm = model.alarms.find(({ alarmName }) => alarmName === 'lava-dev-slo-loads-fast-short')!;
  const levels = alarmLevels(alarm, model);
  if (levels.kind !== 'levels') throw new Error(levels.reason);
  const { metric } = levels.feeds[0]!;
  expect(levels.feeds.map((feed) => [feed.metric.metricName, feed.metric.stat])).toEqual([
    ['JobFailed', 'Sum'],
    ['JobFailed', 'SampleCount'],
  ]);
  expect(metric.period).toBe(300);
  // One run that fails and six that do not: 1 of 7, a hundredth of which may fail.
  const level = [
    { value: 1, count: 1 },
    { value: 0, count: 6 },
  ];
  expect(levels.reader.inputsAt(level)).toEqual([1, 7]);
  expect(levels.reader.valueAt(level)).toBeCloseTo(1 / 7 / 0.01, 9);
  expect(levels.reader.kindOf(level)).toBe('quiet');
});
