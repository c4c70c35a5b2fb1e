import type { MetricAlarm, MetricStat } from '../../../lib/engine';
import { asksForSignAlone } from '../../../lib/proof/mutation/sign-of-metric';
import { smallModel } from '../../rehearsal/small-template';

const model = smallModel();
const [depth, errors] = model.alarms as [MetricAlarm, MetricAlarm];
/** Never below zero, of any size; each record of the filter is one. */
const SENT: MetricStat = {
  namespace: 'AWS/SQS',
  metricName: 'NumberOfMessagesSent',
  dimensions: {},
  stat: 'Sum',
  period: 60,
};
const LINES = errors.metric!;
const OWN: MetricStat = { ...SENT, namespace: 'App', metricName: 'balance' };

const ask = (alarm: MetricAlarm, metric: MetricStat, other: string, id?: string) =>
  asksForSignAlone(alarm, id, [metric, { ...metric, stat: other }], model);

const math = (expression: string, settings: Partial<MetricAlarm> = {}): MetricAlarm => {
  const { metric: _, ...rest } = depth;
  const stats = { sent: SENT, lines: LINES, own: OWN };
  const used = Object.entries(stats).filter(([id]) => expression.includes(id));
  return {
    ...rest,
    threshold: 0,
    ...settings,
    metrics: [
      { id: 'e1', expression, returnData: true },
      ...used.map(([id, metricStat]) => ({ id, metricStat, returnData: false })),
    ],
  };
};

test.each([
  [{ threshold: 0 }, SENT, 'Average', true],
  [{ threshold: 1 }, SENT, 'Average', false],
  [{ threshold: 1, comparisonOperator: 'GreaterThanOrEqualToThreshold' }, SENT, 'Average', false],
  [{ threshold: 1, comparisonOperator: 'GreaterThanOrEqualToThreshold' }, LINES, 'Average', true],
  [{ threshold: 1, comparisonOperator: 'LessThanThreshold' }, LINES, 'SampleCount', true],
  [{ threshold: 2, comparisonOperator: 'LessThanThreshold' }, LINES, 'SampleCount', false],
  [{ threshold: 0 }, SENT, 'Minimum', false],
  [{ threshold: 0 }, OWN, 'Average', false],
] as const)('an alarm %j on one metric', (settings, metric, other, expected) => {
  expect(ask({ ...depth, ...settings, metric }, metric, other)).toBe(expected);
});

test.each([
  ['sent + TIME_SERIES(0)', true],
  ['sent + lines', true],
  ['MAX([sent, FILL(lines, 0)])', true],
  ['IF(sent > 0, own, 0)', true],
  ['IF(FILL(sent, REPEAT), 1)', true],
  ['own * (sent > 0)', true],
  ['sent + own', false],
  ['sent - lines', false],
  ['sent / 5', false],
  ['IF(lines > 0, 3 - sent, 0)', false],
  ['sent > 3', false],
])('%s > 0', (expression, expected) => {
  expect(ask(math(expression), SENT, 'Average', 'sent')).toBe(expected);
});

test.each([
  ['MAX([sent + TIME_SERIES(0), lines + TIME_SERIES(0)])', true],
  ['IF(sent > 0, FILL(lines, 0), 0)', true],
  ['IF(FILL(lines, REPEAT), FILL(lines, 0))', true],
  ['MAX([own + TIME_SERIES(0), lines + TIME_SERIES(0)])', true],
  ['own + lines', false],
  ['SUM([lines])', true],
  ['SUM([sent, lines])', false],
  ['lines + sent', false],
  ['MIN([lines, sent])', false],
  ['lines * 1', false],
])('%s >= 1, where each record is one', (expression, expected) => {
  const alarm = math(expression, { threshold: 1, comparisonOperator: 'GreaterThanOrEqualToThreshold' });
  expect(ask(alarm, LINES, 'Average', 'lines')).toBe(expected);
});

test('whatever the threshold is, where the value does not depend on how much there is', () => {
  expect(ask(math('IF(sent > 0, own, 0)', { threshold: 17 }), SENT, 'Average', 'sent')).toBe(true);
  expect(ask(math('sent + TIME_SERIES(0)', { threshold: 17 }), SENT, 'Average', 'sent')).toBe(false);
});
