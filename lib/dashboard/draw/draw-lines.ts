import {
  compileGraphExpression,
  type GraphExpression,
  isBasicStatistic,
  metricText,
  parseSearch,
  type SearchCall,
  type Series,
} from '../../engine';
import type { MetricId } from '../../engine/model';
import { given, isUnknown } from '../body/values';
import type { ExpressionLine, GraphLine, MetricLine, Side } from '../dashboard';
import { type Drawable, filledLabel, ownLabels } from './labels';
import { readSlots, type Scene, type Slots, slotsOf, wholeTime } from './scene';

/** A line with its values; what cannot be drawn has a problem and none. */
export interface DrawnLine {
  readonly label: string;
  readonly color?: string;
  readonly side: Side;
  readonly slots: Slots;
  readonly values: Series;
  /** The newest value, or that of the whole time; absent when there are no data. */
  readonly latest?: number;
  readonly problem?: string;
}

/** The lines of a graph that are visible, each with the series that it stands for. `wide`: `latest` is of the whole time. */
export function drawLines(lines: readonly GraphLine[], scene: Scene, wide = false): DrawnLine[] {
  const labels = labelsOf(lines);
  return lines.flatMap((line, index) => {
    if (!line.visible) return [];
    try {
      if (line.problem !== undefined) throw new LineProblem(line.problem);
      const at = (slots: Slots) =>
        'metric' in line
          ? [ofMetric(line, labels[index]!, scene, slots)]
          : ofExpression(line, lines, scene, slots);
      const latest = wide ? at(wholeTime(scene)) : undefined;
      const periods = periodsOf(line, lines);
      // Where the time is one period, those of the metrics play no part.
      const drawn = latest && periods.length > 1 ? latest : at(slotsOf(scene, periodOf(line, periods)));
      return drawn.map((one, place) => {
        const value = (latest ? latest[place]?.values : one.values)?.findLast((point) => point !== null);
        return { ...one, ...given('latest', value ?? undefined) };
      });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const slots = slotsOf(scene, line.period);
      // Below the first line an error of metric math shows its place.
      const [problem] = error.message.split('\n');
      return [{ ...styleOf(line), label: labels[index]!, slots, values: [], problem: problem! }];
    }
  });
}

// --- internal ---

class LineProblem extends Error {}

/** CloudWatch's limit for one graph. */
const MOST_SERIES = 500;

const idOf = (line: GraphLine, index: number): string => line.id ?? `line ${index + 1}`;

const styleOf = ({ color, side }: GraphLine) => ({ ...given('color', color), side });

function labelsOf(lines: readonly GraphLine[]): string[] {
  const metrics = lines.filter((line): line is MetricLine => 'metric' in line && line.visible);
  const own = ownLabels(metrics.map(({ metric, stat }) => ({ ...metric, stat })));
  return lines.map((line) =>
    'metric' in line
      ? (own[metrics.indexOf(line)] ?? line.metric.metricName)
      : (line.label ?? line.id ?? line.expression),
  );
}

function ofMetric(line: MetricLine, own: string, scene: Scene, slots: Slots): DrawnLine {
  const values = valuesOf(line, scene, slots);
  const metric = { ...line.metric, stat: line.stat };
  return { ...styleOf(line), label: labelOf(line.label, own, values, scene, slots, metric), slots, values };
}

function labelOf(
  label: string | undefined,
  own: string,
  values: Series,
  scene: Scene,
  slots: Slots,
  metric?: Drawable,
): string {
  const { until: now, region, accountId } = scene;
  return filledLabel(label ?? own, {
    own,
    values,
    slots,
    now,
    region,
    accountId,
    ...given('metric', metric),
  });
}

function valuesOf({ metric, stat }: Pick<MetricLine, 'metric' | 'stat'>, scene: Scene, slots: Slots): Series {
  const values = readSlots(scene, metric, stat, slots);
  const isKept =
    isBasicStatistic(stat) ||
    values.some((value) => value !== null) ||
    readSlots(scene, metric, 'SampleCount', slots).every((value) => value === null);
  const unknown = values.every((value) => value === null) ? unknownIn(metric) : undefined;
  if (unknown !== undefined) throw new LineProblem(`its ${unknown} is not known`);
  if (!isKept)
    throw new LineProblem(`${stat} of ${metricText(metric)} is not known: its single values are not`);
  return values;
}

/** What of a metric is not known; an incident may give data to what stands in its place. */
function unknownIn({ namespace, metricName, dimensions }: MetricId): string | undefined {
  if (isUnknown(namespace)) return 'namespace';
  if (isUnknown(metricName)) return 'metric name';
  const [name] = Object.entries(dimensions).find((pair) => pair.some(isUnknown)) ?? [];
  return name === undefined ? undefined : `dimension ${name}`;
}

/** A metric's own; those of an expression are its metrics'. */
function periodsOf(line: GraphLine, lines: readonly GraphLine[]): readonly number[] {
  if ('metric' in line) return [line.period];
  const { inputs, searches } = compiled(line, lines);
  const periods = [
    ...inputs.map((id) => lineOf(id, lines).period),
    ...searches.flatMap(({ period }) => period ?? []),
  ];
  return [...new Set(periods)];
}

function periodOf(line: GraphLine, periods: readonly number[]): number {
  if (periods.length > 1) {
    const list = [...periods].sort((a, b) => a - b).join(' and ');
    throw new LineProblem(
      `its metrics have periods of ${list} seconds, and how CloudWatch joins them is not documented`,
    );
  }
  return periods[0] ?? line.period;
}

function compiled({ expression }: ExpressionLine, lines: readonly GraphLine[]): GraphExpression {
  const entries = lines.map((line, index) => [idOf(line, index), line] as const);
  return compileGraphExpression(expression, {
    expressions: new Map(entries.flatMap(([id, line]) => ('metric' in line ? [] : [[id, line.expression]]))),
    metrics: entries.flatMap(([id, line]) => ('metric' in line ? [id] : [])),
  });
}

function lineOf(id: string, lines: readonly GraphLine[]): MetricLine {
  const line = lines.find((one, index) => 'metric' in one && idOf(one, index) === id) as MetricLine;
  if (line.problem !== undefined) throw new LineProblem(`it needs ${id}: ${line.problem}`);
  return line;
}

function ofExpression(
  line: ExpressionLine,
  lines: readonly GraphLine[],
  scene: Scene,
  slots: Slots,
): DrawnLine[] {
  const { inputs, searches, evaluate } = compiled(line, lines);
  const series = Object.fromEntries(inputs.map((id) => [id, valuesOf(lineOf(id, lines), scene, slots)]));
  const found = searches.map((search) => foundBy(search, scene, slots));
  const lists = Object.fromEntries(
    searches.map(({ key }, index) => [key, found[index]!.map(({ values }) => values)]),
  );
  const result = evaluate(series, lists, slots).slice(0, MOST_SERIES);
  const all = found.flat();
  const names = ownLabels(all.map(({ metric }) => metric));
  const usual = line.label ?? line.id ?? line.expression;
  return result.map((values, index) => {
    // Functions that keep a series keep what it is; others keep the order of the only list.
    const known = all.findIndex((one) => one.values === values);
    const at = known >= 0 ? known : all.length === result.length && all.length > 1 ? index : -1;
    const own = at < 0 ? (result.length > 1 ? `${usual} ${index + 1}` : usual) : names[at]!;
    const isFixed = at >= 0 && line.label !== undefined && !line.label.includes('${');
    const label = isFixed ? `${line.label} ${own}`.trim() : at < 0 && result.length > 1 ? own : line.label;
    return {
      ...styleOf(line),
      label: labelOf(label, own, values, scene, slots, all[at]?.metric),
      slots,
      values,
    };
  });
}

interface Found {
  readonly metric: Drawable;
  readonly values: Series;
}

/** The metrics with data that a SEARCH finds among those that are played. */
function foundBy({ query, stat }: SearchCall, scene: Scene, slots: Slots): Found[] {
  const matches = parseSearch(query);
  return scene.metrics
    .metrics()
    .filter(matches)
    .map((metric) => ({ metric: { ...metric, stat }, values: valuesOf({ metric, stat }, scene, slots) }))
    .filter(({ values }) => values.some((value) => value !== null))
    .slice(0, MOST_SERIES);
}
