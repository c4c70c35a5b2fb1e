import type { MetricAlarm } from '../../../lib/engine';
import { takesNothingForZero } from '../../../lib/proof/mutation/zero-of-metric';
import { smallModel } from '../../rehearsal/small-template';

const model = smallModel();
const [filter] = model.metricFilters;
const errors = model.alarms[1]!;

const reading = (expression: string, stat = 'Sum'): MetricAlarm => {
  const { metric, ...rest } = errors;
  return {
    ...rest,
    metrics: [
      { id: 'e1', expression, returnData: true },
      { id: 'm', metricStat: { ...metric!, stat }, returnData: false },
      { id: 'other', metricStat: { ...metric!, metricName: 'others', stat }, returnData: false },
    ],
  };
};

test.each([
  ['m + TIME_SERIES(0)', 'Sum', true],
  ['MAX([other, TIME_SERIES(0) + m])', 'Sum', true],
  ['IF(FILL(m, 0) > 3, other)', 'Sum', true],
  ['m + TIME_SERIES(0)', 'Average', false],
  ['m + TIME_SERIES(0)', 'SampleCount', false],
  ['m + TIME_SERIES(1)', 'Sum', false],
  ['FILL(m, REPEAT)', 'Sum', false],
  ['m + other', 'Sum', false],
  ['IF(m, FILL(m, 0))', 'Sum', false],
])('%s of the %s takes a period without data for 0: %s', (expression, stat, expected) => {
  expect(takesNothingForZero(filter!, { ...model, alarms: [reading(expression, stat)] })).toBe(expected);
});

test('an alarm on the metric itself, or none at all, proves nothing', () => {
  expect(takesNothingForZero(filter!, model)).toBe(false);
  expect(takesNothingForZero(filter!, { ...model, alarms: [] })).toBe(false);
  expect(takesNothingForZero(filter!, { ...model, alarms: [reading('FILL(m, 0)'), errors] })).toBe(false);
});
