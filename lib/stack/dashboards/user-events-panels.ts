import type { PanelSpec } from './panel';
import { promql, promqlNow, promqlTable } from './queries';

/** How much the counters grew in the dashboard's time range, as one number. */
export function total(title: string, selector: string): PanelSpec {
  return number(title, `sum(increase(${selector}[$__range])) or vector(0)`, 'short');
}

export function number(title: string, expr: string, unit: string): PanelSpec {
  return { kind: 'stat', title, source: 'prometheus', targets: [promqlNow(expr)], width: 4, height: 4, unit };
}

/** The mean of a histogram in the dashboard's time range. */
export function meanNow(title: string, name: string, selector: string): PanelSpec {
  return number(title, mean(name, selector, '$__range'), 's');
}

/** How much counters grew in each interval, one line for each set of the labels. */
export function growth(title: string, selector: string, by: readonly string[]): PanelSpec {
  return {
    ...graph(title, [promql(`sum by (${by.join(', ')}) (increase(${selector}[$interval]))`, legend(by))]),
    kind: 'bars',
  };
}

/** Median, 95th percentile and mean of a histogram in each interval. */
export function distribution(title: string, name: string, selector: string, unit = 's'): PanelSpec {
  const quantile = (q: number) =>
    `histogram_quantile(${q}, sum by (le) (rate(${name}_bucket${selector}[$interval])))`;
  const targets = [
    promql(quantile(0.5), 'median'),
    promql(quantile(0.95), '95 %'),
    promql(mean(name, selector, '$interval'), 'mean'),
  ];
  return { ...graph(title, targets), unit };
}

/** The ten with the most growth in the dashboard's time range. */
export function topTen(title: string, selector: string, by: readonly string[]): PanelSpec {
  return {
    kind: 'table',
    title,
    source: 'prometheus',
    targets: [promqlTable(`topk(10, sum by (${by.join(', ')}) (increase(${selector}[$__range])))`)],
    width: 12,
  };
}

export function graph(title: string, targets: PanelSpec['targets']): PanelSpec {
  return { kind: 'timeseries', title, source: 'prometheus', targets, min: 0 };
}

// --- internal ---

const legend = (by: readonly string[]): string => by.map((label) => `{{${label}}}`).join(' ');

const mean = (name: string, selector: string, range: string): string =>
  `sum(increase(${name}_sum${selector}[${range}])) / sum(increase(${name}_count${selector}[${range}]))`;
