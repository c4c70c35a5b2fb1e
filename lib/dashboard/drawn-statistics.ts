import { isBasicStatistic, metricKey, parseStatistic } from '../engine';
import type { MetricId } from '../engine/model';
import type { Dashboard } from './dashboard';

/** Percentiles and the like that dashboards show, which a simulation keeps only of metrics that it is told. */
export function drawnStatistics(dashboards: readonly Dashboard[]): (MetricId & { readonly stat: string })[] {
  const all = dashboards.flatMap(({ widgets }) =>
    widgets
      .flatMap((widget) => (widget.kind === 'graph' ? widget.lines : []))
      .flatMap((line) =>
        'metric' in line &&
        line.problem === undefined &&
        !isBasicStatistic(line.stat) &&
        isStatistic(line.stat)
          ? [{ ...line.metric, stat: line.stat }]
          : [],
      ),
  );
  return [...new Map(all.map((one) => [metricKey(one), one])).values()];
}

// --- internal ---

function isStatistic(name: string): boolean {
  try {
    parseStatistic(name);
    return true;
  } catch {
    return false;
  }
}
