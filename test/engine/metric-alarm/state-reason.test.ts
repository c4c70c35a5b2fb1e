import type { DatapointRule } from '../../../lib/engine/metric-alarm/datapoint-rule';
import { evaluateDatapoints } from '../../../lib/engine/metric-alarm/evaluate-datapoints';
import { doubleText } from '../../../lib/engine/text/double-text';

const END = Date.UTC(2026, 8, 14, 5, 43);
const rule = (change: Partial<DatapointRule>): DatapointRule => ({
  evaluationPeriods: 3,
  comparisonOperator: 'GreaterThanThreshold',
  threshold: 50,
  ...change,
});
const VALUES: Readonly<Record<string, number | null>> = { '0': 0, X: 100, '-': null };
const reason = (change: Partial<DatapointRule>, sequence: string): string | undefined =>
  evaluateDatapoints(
    rule(change),
    Array.from(sequence, (letter) => VALUES[letter]!),
    'OK',
    {
      end: END,
      period: 60,
    },
  ).reason;

describe('the reason of a state', () => {
  test.each<[string, Partial<DatapointRule>, string, string]>([
    [
      'M unset, one good point',
      {},
      'XX0',
      'Threshold Crossed: 1 datapoint [0.0 (14/09/26 05:42:00)] was not greater than the threshold (50.0).',
    ],
    [
      'M unset, all points breaching',
      {},
      '--XXX',
      'Threshold Crossed: 3 datapoints [100.0 (14/09/26 05:42:00), 100.0 (14/09/26 05:41:00), 100.0 (14/09/26 05:40:00)] were greater than the threshold (50.0).',
    ],
    [
      'M unset, with fills',
      { evaluationPeriods: 8, treatMissingData: 'breaching' },
      '---------0',
      'Threshold Crossed: 1 datapoint [0.0 (14/09/26 05:42:00)] was not greater than the threshold (50.0) and 7 missing datapoints were treated as [Breaching].',
    ],
    [
      'M set, to ALARM',
      { datapointsToAlarm: 2, comparisonOperator: 'GreaterThanOrEqualToThreshold' },
      '--X0X',
      'Threshold Crossed: 2 out of the last 3 datapoints [100.0 (14/09/26 05:42:00), 100.0 (14/09/26 05:40:00)] were greater than or equal to the threshold (50.0) (minimum 2 datapoints for OK -> ALARM transition).',
    ],
    [
      'M set, to OK',
      { datapointsToAlarm: 3 },
      '--X0X',
      'Threshold Crossed: 1 out of the last 3 datapoints [0.0 (14/09/26 05:41:00)] was not greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).',
    ],
    [
      'M set, with one fill',
      { datapointsToAlarm: 3, treatMissingData: 'breaching' },
      '-X-X-',
      'Threshold Crossed: 2 out of the last 3 datapoints [100.0 (14/09/26 05:41:00), 100.0 (14/09/26 05:39:00)] were greater than the threshold (50.0) and 1 missing datapoint was treated as [Breaching] (minimum 3 datapoints for OK -> ALARM transition).',
    ],
    [
      'only fills',
      { treatMissingData: 'notBreaching' },
      '-----',
      'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [NonBreaching].',
    ],
    [
      'only one fill',
      { evaluationPeriods: 1, treatMissingData: 'breaching' },
      '---',
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
    ],
    [
      'premature',
      { datapointsToAlarm: 3 },
      '--X--',
      'Threshold Crossed: 1 out of the last 3 datapoints [100.0 (14/09/26 05:40:00)] was greater than the threshold (50.0) (minimum 3 datapoints for OK -> ALARM transition).',
    ],
    [
      'six points: the newest five are listed, at the end',
      { evaluationPeriods: 6, datapointsToAlarm: 6 },
      'XXXXXX',
      'Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold (50.0). The most recent datapoints which crossed the threshold: [100.0 (14/09/26 05:42:00), 100.0 (14/09/26 05:41:00), 100.0 (14/09/26 05:40:00), 100.0 (14/09/26 05:39:00), 100.0 (14/09/26 05:38:00)] (minimum 6 datapoints for OK -> ALARM transition).',
    ],
    ['no data', {}, '-----', 'Insufficient Data: 3 datapoints were unknown.'],
    ['no data, N 1', { evaluationPeriods: 1 }, '---', 'Insufficient Data: 1 datapoint was unknown.'],
  ])('%s', (_, change, sequence, expected) => expect(reason(change, sequence)).toBe(expected));

  test('carries no dates when the times are not given', () => {
    expect(evaluateDatapoints(rule({ evaluationPeriods: 1 }), [21.5], 'ALARM').reason).toBe(
      'Threshold Crossed: 1 datapoint [21.5] was not greater than the threshold (50.0).',
    );
  });
});

test.each([
  [0, '0.0'],
  [-0, '-0.0'],
  [21, '21.0'],
  [21.5, '21.5'],
  [9_999_999, '9999999.0'],
  [10_000_000, '1.0E7'],
  [1.25e21, '1.25E21'],
  [0.001, '0.001'],
  [0.00012, '1.2E-4'],
])('%d is printed as %s', (value, text) => expect(doubleText(value)).toBe(text));
