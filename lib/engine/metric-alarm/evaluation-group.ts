import type { MetricSeries } from '../metric/metric-series';
import type { Transition } from '../model/outcome';
import type { MetricAlarmEvaluator } from './metric-alarm-evaluator';

/** What evaluates one alarm, and the series it reads. */
export interface EvaluatedAlarm {
  readonly evaluator: MetricAlarmEvaluator;
  readonly series: readonly MetricSeries[];
}

/**
 * Alarms that share series, directly or through one another. Groups do not depend on each other, so each is
 * run through a whole stretch of time at once: its data stay in the processor's cache.
 */
export class EvaluationGroup {
  constructor(
    private readonly evaluators: readonly MetricAlarmEvaluator[],
    private readonly series: readonly MetricSeries[],
  ) {}

  /** Runs every evaluation up to and including `to`. */
  run(to: number, transitions: Transition[]): void {
    const { evaluators, series } = this;
    if (evaluators.length === 1 && series.length === 1) {
      runAlone(evaluators[0]!, series[0]!, to, transitions);
      return;
    }
    for (let at = nextOf(evaluators); at <= to; at = nextOf(evaluators)) {
      for (const one of series) if (at >= one.nextVisible) one.reveal(at);
      for (const evaluator of evaluators) if (evaluator.next === at) evaluator.run(transitions);
    }
  }
}

/** Splits alarms into groups: the connected parts of the graph of alarms and series. */
export function evaluationGroups(alarms: readonly EvaluatedAlarm[]): EvaluationGroup[] {
  const partOf = new Map<MetricSeries, Part>();
  const parts = new Set<Part>();
  for (const { evaluator, series } of alarms) {
    const part: Part = { evaluators: [evaluator], series: new Set(series) };
    for (const known of new Set(series.map((one) => partOf.get(one)))) {
      if (!known) continue;
      parts.delete(known);
      part.evaluators.push(...known.evaluators);
      for (const one of known.series) part.series.add(one);
    }
    for (const one of part.series) partOf.set(one, part);
    parts.add(part);
  }
  return [...parts].map(({ evaluators, series }) => new EvaluationGroup(evaluators, [...series]));
}

// --- internal ---

/** Many data at a time cost less than one for each evaluation; a series keeps room for two hours ahead. */
const AHEAD = 3_600_000;

/** Most alarms share nothing; this loop is most of a long simulation. */
function runAlone(
  evaluator: MetricAlarmEvaluator,
  series: MetricSeries,
  to: number,
  transitions: Transition[],
): void {
  const { lag } = evaluator.plan.schedule;
  while (evaluator.next <= to) {
    const { next } = evaluator;
    if (next >= series.nextVisible) series.reveal(series.isPunctual(lag) ? Math.min(to, next + AHEAD) : next);
    evaluator.run(transitions);
  }
}

function nextOf(evaluators: readonly MetricAlarmEvaluator[]): number {
  let next = Number.POSITIVE_INFINITY;
  for (const evaluator of evaluators) if (evaluator.next < next) next = evaluator.next;
  return next;
}

interface Part {
  readonly evaluators: MetricAlarmEvaluator[];
  readonly series: Set<MetricSeries>;
}
