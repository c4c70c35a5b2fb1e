import { simulate } from '../../../lib/engine';
import { alarmOf, METRIC, MINUTE, minutes, modelOf, NINE, story } from '../support/models';

const filled = (expression: string) =>
  alarmOf('filled', {
    metrics: [
      { id: 'm', returnData: false, metricStat: { ...METRIC, period: 60, stat: 'Sum' } },
      { id: 'e', returnData: true, expression },
    ],
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    treatMissingData: 'notBreaching',
  });

const play = (expression: string, values: (number | null)[], answer: 'fills' | 'nothing') =>
  story(
    simulate(modelOf({ alarms: [filled(expression)] }), values.length > 0 ? [minutes(values)] : [], {
      start: NINE,
      end: NINE + 8 * MINUTE,
      reading: { 'fill-never': answer },
    }).transitions,
  );

test.each(['FILL(m, 0)', 'FILL(m * 2, 0)', 'FILL(m + m, 0)', 'IF(FILL(m, 0) > 0, 1, 0)'])(
  '%s of a metric that never had a datum is what the reading says',
  (expression) => {
    expect(play(expression, [], 'fills')).toEqual(['09:00:49 filled ALARM']);
    if (!expression.startsWith('IF')) expect(play(expression, [], 'nothing')).toEqual(['09:00:49 filled OK']);
  },
);

test('from its first datum on, and before it in the window, it is filled', () => {
  const late = [null, null, 5, null, null];
  expect(play('FILL(m, 0)', late, 'fills')).toEqual([
    '09:00:49 filled ALARM',
    '09:03:49 filled OK',
    '09:04:49 filled ALARM',
  ]);
  expect(play('FILL(m, 0)', late, 'nothing')).toEqual(['09:00:49 filled OK', '09:04:49 filled ALARM']);
});
