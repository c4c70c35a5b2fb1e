import { growth } from '../growth';
import type { CellLink, PanelSpec } from './panel';
import { promql, promqlNow, promqlTable } from './queries';

/** How much the counters grew in the dashboard's time range, as one number. */
export function total(title: string, selector: string): PanelSpec {
  return number(title, `${sum(selector, '$__range')} or vector(0)`, 'short');
}

/** The part of counters that other counters are, from 0 when nothing of the part is there; nothing without the whole. */
export function share(title: string, part: string, whole: string): PanelSpec {
  const expr = `(${sum(part, '$__range')} or vector(0)) / (${sum(whole, '$__range')} > 0)`;
  return number(title, expr, 'percentunit');
}

/** The mean of a histogram in the dashboard's time range. */
export function meanNow(title: string, name: string, selector: string): PanelSpec {
  return number(title, mean(name, selector, '$__range'), 's');
}

/** How much counters grew in each interval, one line for each set of the labels. */
export function growthGraph(title: string, selector: string, by: readonly string[]): PanelSpec {
  return {
    ...graph(title, [promql(sum(selector, '$interval', by), legend(by))]),
    kind: 'bars',
  };
}

/** Median, 95th percentile and mean of a histogram in each interval. */
export function distribution(title: string, name: string, selector: string, unit = 's'): PanelSpec {
  const targets = [
    promql(quantile(0.5, name, selector), 'median'),
    promql(quantile(0.95, name, selector), '95 %'),
    promql(mean(name, selector, '$interval'), 'mean'),
  ];
  return { ...graph(title, targets), unit };
}

/** The mean of a histogram in each interval, one line for each set of the labels, and the 95th percentile of all. */
export function means(
  title: string,
  name: string,
  selector: string,
  by: readonly string[],
  unit = 's',
): PanelSpec {
  const targets = [
    promql(mean(name, selector, '$interval', by), legend(by)),
    promql(quantile(0.95, name, selector), '95 % of all'),
  ];
  return { ...graph(title, targets), unit };
}

/** The ten with the most growth in the dashboard's time range. */
export function topTen(
  title: string,
  selector: string,
  by: readonly string[],
  links: readonly CellLink[] = [],
): PanelSpec {
  return {
    kind: 'table',
    title,
    source: 'prometheus',
    targets: [promqlTable(`topk(10, ${sum(selector, '$__range', by)})`)],
    width: 12,
    links,
  };
}

export function graph(title: string, targets: PanelSpec['targets']): PanelSpec {
  return { kind: 'timeseries', title, source: 'prometheus', targets, min: 0 };
}

// --- internal ---

function number(title: string, expr: string, unit: string): PanelSpec {
  return { kind: 'stat', title, source: 'prometheus', targets: [promqlNow(expr)], width: 4, height: 4, unit };
}

const legend = (by: readonly string[]): string => by.map((label) => `{{${label}}}`).join(' ');

const sum = (selector: string, range: string, by: readonly string[] = []): string =>
  `sum${by.length > 0 ? ` by (${by.join(', ')}) ` : ''}(${growth(selector, range)})`;

const mean = (name: string, selector: string, range: string, by: readonly string[] = []): string =>
  `${sum(`${name}_sum${selector}`, range, by)} / (${sum(`${name}_count${selector}`, range, by)} > 0)`;

const quantile = (q: number, name: string, selector: string): string =>
  `histogram_quantile(${q}, ${sum(`${name}_bucket${selector}`, '$interval', ['le'])})`;
