import { type MetricDataQuery, simulate } from '../../../lib/engine';
import { alarmOf, METRIC, MINUTE, minutes, modelOf, NINE, story } from '../support/models';

const other = { ...METRIC, metricName: 'Other' };
const query = (id: string, metric: typeof METRIC | typeof other): MetricDataQuery => ({
  id,
  returnData: false,
  metricStat: { ...metric, period: 60, stat: 'Sum' },
});
const M = query('m', METRIC as typeof METRIC);
const N = query('n', other);

function run(expression: string, m: readonly (number | null)[], n: readonly (number | null)[], change = {}) {
  const alarm = alarmOf('math', { metrics: [{ id: 'e', expression, returnData: true }, M, N], ...change });
  const end = NINE + (m.length + 1) * MINUTE;
  return simulate(modelOf({ alarms: [alarm] }), [minutes(m), minutes(n, other)], { start: NINE, end });
}

describe('an alarm on metric math', () => {
  test('takes a missing side of a sum as zero', () => {
    expect(
      story(run('m + n', [1, 1, null, null], [1, null, null, null], { threshold: 1 }).transitions),
    ).toEqual(['09:01:49 math ALARM', '09:02:49 math OK']);
  });

  test('treats the missing points of the expression, not of its metrics', () => {
    const { transitions } = run('m / n', [4, 4, 4, 4, 4], [2, 0, 0, 0, 0], { treatMissingData: 'breaching' });
    expect(story(transitions)).toEqual(['09:00:49 math ALARM']);
  });

  test('evaluates over the whole range: an expression may look beyond its slot', () => {
    expect(story(run('RATE(m) * 60', [0, 0, 60, 60], [], { threshold: 30 }).transitions)).toEqual([
      '09:02:49 math OK',
      '09:03:49 math ALARM',
      '09:04:49 math OK',
    ]);
  });

  test('has no statistic, unit or sample count in its reason data', () => {
    const { transitions } = run('m + n', [1, 1], [1, 1]);
    expect(transitions[0]!.reasonData).toEqual({
      version: '1.0',
      queryDate: '2026-01-05T09:01:49.000+0000',
      startDate: '2026-01-05T09:00:00.000+0000',
      period: 60,
      recentDatapoints: [2],
      threshold: 0,
      evaluatedDatapoints: [{ timestamp: '2026-01-05T09:00:00.000+0000', value: 2 }],
    });
  });

  test('is refused with its name', () => {
    expect(() => run('SUM(m)', [], [])).toThrow(/^alarm 'math': /);
    expect(() => run('SEARCH("x")', [], [])).toThrow(/^alarm 'math': expression 'e' uses SEARCH/);
  });

  test('on one plain metric is an alarm on that metric', () => {
    const alarm = alarmOf('plain', { metrics: [{ ...M, returnData: true }] });
    const { transitions, notices } = simulate(modelOf({ alarms: [alarm] }), [minutes([5])], {
      start: NINE,
      end: NINE + 2 * MINUTE,
    });
    expect(transitions[0]!.reasonData).toMatchObject({ statistic: 'Sum' });
    expect(notices).toEqual([]);
  });
});
