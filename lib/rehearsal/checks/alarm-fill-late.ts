import { compileQueries, evaluateDatapoints, type MetricAlarm } from '../../engine';
import { periodOf } from '../report/alarm-text';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmFillLate: Check = {
  code: 'alarm-fill-late',
  severity: 'warning',
  rule: 'an alarm that fills gaps of two minutes or less needs M below N where the fill is good, and M above the periods of two minutes where it is breaching',
  consequence:
    'data arrive a minute or two late, so the newest periods are always the fill: it keeps the alarm from ALARM, or takes it there in good health',
  find: ({ alarms }) =>
    alarms.flatMap((alarm) => {
      if (periodOf(alarm) > LATEST_SECONDS) return [];
      const fill = fillOf(alarm);
      if (!fill) return [];
      const { evaluationPeriods: n, datapointsToAlarm: m = n } = alarm;
      const late = Math.ceil(LATEST_SECONDS / periodOf(alarm));
      if (fill.isBreaching ? m > late : m < n) return [];
      const allowed = fill.isBreaching ? `M above ${late}, since the fill is breaching` : 'M below N';
      return [onAlarm(ALARM, alarm, `${fill.name} with ${m} of ${n} datapoints, allowed: ${allowed}`)];
    }),
};

// --- internal ---

/** How late AWS's own metrics and those of metric filters are, as observed. */
const LATEST_SECONDS = 120;
const FILL = /\b(FILL|TIME_SERIES)\s*\(/;

/** Values of the data before the gap; a fill that follows them, as REPEAT does, is none that can be judged. */
const BEFORE = [1, 1_000];

interface Fill {
  /** The function that fills. */
  readonly name: string;
  readonly isBreaching: boolean;
}

/** What the alarm makes of a newest period in which no metric has a datum yet; undefined where that is a gap. */
function fillOf(alarm: MetricAlarm): Fill | undefined {
  const { metrics = [], comparisonOperator, threshold } = alarm;
  const name = metrics.map(({ expression = '' }) => FILL.exec(expression)?.[1]).find(Boolean);
  if (!name) return undefined;
  const [value, other] = BEFORE.map((before) => lateValue(metrics, before));
  if (value === null || value === undefined || value !== other) return undefined;
  const rule = { evaluationPeriods: 1, comparisonOperator, threshold };
  return { name, isBreaching: evaluateDatapoints(rule, [value], 'OK').state === 'ALARM' };
}

function lateValue(metrics: NonNullable<MetricAlarm['metrics']>, before: number): number | null | undefined {
  try {
    const { inputs, evaluate } = compileQueries(metrics);
    return evaluate(Object.fromEntries(inputs.map(({ id }) => [id, [before, null]])), {
      start: 0,
      length: 2,
    })[1];
  } catch {
    return undefined; // Another check says that CloudFormation refuses it.
  }
}
