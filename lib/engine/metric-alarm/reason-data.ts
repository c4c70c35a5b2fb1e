import type { MetricStat } from '../model';
import type { ReasonData } from '../model/state-reason-data';
import { timestampText } from '../text/time-text';
import type { Rule } from './datapoint-rule';
import type { DatapointWindow } from './datapoint-window';
import type { Explanation } from './state-reason';

/** Data of an evaluation at `at`; `metric` is absent for metric math. */
export function reasonData(
  at: number,
  rule: Rule,
  periodSeconds: number,
  window: DatapointWindow,
  { evaluatedDatapoints, recentDatapoints }: Explanation,
  metric?: MetricStat,
): ReasonData {
  const oldest = oldestOf(window.values(), recentDatapoints.length);
  return {
    version: '1.0',
    queryDate: timestampText(at),
    ...(oldest === undefined ? {} : { startDate: timestampText(window.startOf(oldest)) }),
    ...(metric?.unit ? { unit: metric.unit } : {}),
    ...(metric ? { statistic: metric.stat } : {}),
    period: periodSeconds,
    recentDatapoints,
    threshold: rule.threshold,
    evaluatedDatapoints: evaluatedDatapoints.map(({ slot, value }) => {
      const sampleCount = window.sampleCount(slot);
      return {
        timestamp: timestampText(window.startOf(slot)),
        ...(value === null || sampleCount === undefined ? {} : { sampleCount }),
        ...(value === null ? {} : { value }),
      };
    }),
  };
}

// --- internal ---

/** Slot of the oldest recent point: `recent` slots back from the newest real one. */
function oldestOf(values: readonly (number | null)[], recent: number): number | undefined {
  if (recent === 0) return undefined;
  return values.findLastIndex((value) => value !== null) - recent + 1;
}
