import { cornerReadings, DEFAULT_READING, differences, type Reading } from '../../lib/engine';
import { alarmOf, compositeOf, METRIC, modelOf } from './support/models';

const pairs = (readings: readonly Reading[], one: keyof Reading, other: keyof Reading) =>
  new Set(readings.map((reading) => `${reading[one]} ${reading[other]}`)).size;

const touched = (readings: readonly Reading[]) =>
  [...new Set(readings.flatMap((reading) => differences(reading)))].sort();

test('the best supported reading comes first', () => {
  expect(cornerReadings(modelOf({ alarms: [alarmOf('a')] }))[0]).toEqual(DEFAULT_READING);
  expect(cornerReadings(modelOf({}))).toEqual([DEFAULT_READING]);
});

test('what makes no difference to an alarm is not tried', () => {
  const five = alarmOf('a', { metric: { ...METRIC, period: 300, stat: 'Sum' } });
  expect(touched(cornerReadings(modelOf({ alarms: [five] })))).toEqual(['evaluation-second', 'record-delay']);
  const aws = alarmOf('a', { metric: { ...METRIC, namespace: 'AWS/EC2', period: 300, stat: 'Sum' } });
  expect(touched(cornerReadings(modelOf({ alarms: [aws] })))).toEqual(['aws-delay', 'evaluation-second']);
});

test('every pair of answers that meet in an alarm is tried', () => {
  const readings = cornerReadings(modelOf({ alarms: [alarmOf('a', { evaluationPeriods: 3 })] }));
  expect(touched(readings)).toEqual(['evaluation-second', 'range-minute', 'record-delay']);
  expect(pairs(readings, 'evaluation-second', 'record-delay')).toBe(9);
  expect(pairs(readings, 'range-minute', 'record-delay')).toBe(9);
  expect(pairs(readings, 'range-minute', 'evaluation-second')).toBe(9);
  expect(readings.length).toBeLessThan(15);
});

test('answers that come to the same are tried once', () => {
  const readings = cornerReadings(modelOf({ alarms: [alarmOf('a', { evaluationPeriods: 5 })] }));
  expect(new Set(readings.map((reading) => reading['range-minute'])).size).toBe(2);
});

test('what matters to its children meets in a composite alarm, and AND beside OR is a question of it', () => {
  const alarms = [
    alarmOf('custom', { metric: { ...METRIC, period: 300, stat: 'Sum' } }),
    alarmOf('aws', { metric: { ...METRIC, namespace: 'AWS/EC2', period: 300, stat: 'Sum' } }),
  ];
  const apart = cornerReadings(modelOf({ alarms }));
  expect(pairs(apart, 'record-delay', 'aws-delay')).toBeLessThan(9);
  const rule = 'ALARM(custom) AND ALARM(aws)';
  const plain = cornerReadings(modelOf({ alarms, compositeAlarms: [compositeOf('c', rule)] }));
  expect(pairs(plain, 'record-delay', 'aws-delay')).toBe(9);
  expect(touched(plain)).not.toContain('and-or');
  const mixed = compositeOf('c', `${rule} OR OK(aws)`);
  const readings = cornerReadings(modelOf({ alarms, compositeAlarms: [mixed] }));
  expect(pairs(readings, 'and-or', 'aws-delay')).toBe(9);
});

test('a question that is answered is not open', () => {
  const readings = cornerReadings(modelOf({ alarms: [alarmOf('a', { evaluationPeriods: 3 })] }), {
    fixed: { 'range-minute': 'six-minutes', 'record-delay': 7 },
  });
  expect(readings.every((reading) => reading['range-minute'] === 'six-minutes')).toBe(true);
  expect(readings.every((reading) => reading['record-delay'] === 7)).toBe(true);
  expect(readings.map((reading) => reading['evaluation-second'])).toEqual([49, 0, 59]);
});
