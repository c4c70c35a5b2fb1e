import type { MetricAlarm, MetricStat } from '../../engine';
import { parseExpression } from '../../engine/metric/metric-math/expression-parser';
import type { CallNode, SyntaxNode } from '../../engine/metric/metric-math/syntax-node';
import type { TemplateModel } from '../../rehearsal';
import { feedOf } from '../stimulus';

/**
 * Whether two statistics of a metric are proved to make no difference to an alarm: both are above zero when there is
 * something and zero when there is nothing, and the alarm asks no more of the metric than that. `Sum > 0` of errors is such
 * a question, and so is `Average > 0`.
 *
 * @param id of the metric in metric math; absent for an alarm on one metric
 */
export function asksForSignAlone(
  alarm: MetricAlarm,
  id: string | undefined,
  [metric, other]: readonly [MetricStat, MetricStat],
  model: TemplateModel,
): boolean {
  const sign = signOf(metric, other.stat, model);
  if (!sign) return false;
  if (id === undefined) return isSeparated(alarm, sign.least);
  const { metrics = [] } = alarm;
  const expressions = metrics.filter(({ expression }) => expression !== undefined);
  // One expression is what people write; of several, nothing is proved.
  const [only] = expressions;
  if (expressions.length !== 1 || !only!.returnData) return false;
  const isNeverNegative = (name: string) => {
    const stat = metrics.find((query) => query.id === name)?.metricStat;
    return stat !== undefined && leastValue(stat, model) >= 0;
  };
  const reader = new SignReader(id, isNeverNegative);
  const root = parseExpression(only!.expression!);
  if (reader.isFixed(root)) return true;
  if (reader.isLargest(root)) return isSeparated(alarm, sign.least);
  return reader.hasSign(root) && isSeparated(alarm, 0);
}

// --- internal ---

/** Above zero if, and only if, some datum is, where none is below. */
const OF_LARGEST: readonly string[] = ['Sum', 'Average', 'Maximum'];
/** The same where every datum is above zero. */
const OF_ANY: readonly string[] = [...OF_LARGEST, 'Minimum', 'SampleCount'];

/** What is known of a metric whose statistics have the same sign; `least` is the smallest that is not zero, 0: any. */
function signOf(metric: MetricStat, other: string, model: TemplateModel): { least: number } | undefined {
  const feed = feedOf(metric, model);
  const constants =
    feed.kind === 'log' && feed.constants
      ? [...feed.constants, ...(feed.defaultValue === undefined ? [] : [feed.defaultValue])]
      : undefined;
  if (constants?.every((value) => value > 0)) {
    const isKnown = OF_ANY.includes(metric.stat) && OF_ANY.includes(other);
    return isKnown ? { least: Math.min(1, ...constants) } : undefined;
  }
  const isKnown = OF_LARGEST.includes(metric.stat) && OF_LARGEST.includes(other);
  return isKnown && leastValue(metric, model) >= 0 ? { least: 0 } : undefined;
}

function leastValue(metric: MetricStat, model: TemplateModel): number {
  const feed = feedOf(metric, model);
  if (feed.kind === 'datum') return feed.min;
  if (!feed.constants) return Number.NEGATIVE_INFINITY;
  return Math.min(...feed.constants, feed.defaultValue ?? 0);
}

/** Whether the threshold lies between nothing and the least that is something. */
function isSeparated({ comparisonOperator, threshold }: MetricAlarm, least: number): boolean {
  const isStrict =
    comparisonOperator === 'GreaterThanThreshold' || comparisonOperator === 'LessThanOrEqualToThreshold';
  return isStrict
    ? threshold === 0 || (threshold > 0 && threshold < least)
    : threshold > 0 && threshold <= least;
}

/** Reads what an expression asks of one metric. */
class SignReader {
  constructor(
    private readonly id: string,
    private readonly isNeverNegative: (id: string) => boolean,
  ) {}

  /** Whether the value depends on the metric's sign alone, or not on it at all. */
  isFixed(node: SyntaxNode): boolean {
    if (node.type === 'id') return node.text !== this.id;
    if (node.type === 'negation') return this.isFixed(node.operand);
    if (node.type === 'list') return node.items.every((item) => this.isFixed(item));
    if (node.type === 'binary') {
      const isOfZero =
        node.right.type === 'number' && node.right.value === 0 && OF_ZERO.includes(node.operator);
      if (isOfZero && this.hasSign(node.left)) return true;
      return this.isFixed(node.left) && this.isFixed(node.right);
    }
    if (node.type !== 'call') return true;
    const [condition, ...branches] = node.args;
    if (node.name === 'IF' && condition && this.hasSign(condition)) {
      return branches.every((branch) => this.isFixed(branch));
    }
    return node.args.every((argument) => this.isFixed(argument));
  }

  /** Whether it is never negative, and above zero or not by the metric's sign alone. */
  hasSign(node: SyntaxNode): boolean {
    if (node.type === 'number') return node.value >= 0;
    if (node.type === 'id') return node.text === this.id || this.isNeverNegative(node.text);
    if (node.type === 'binary') {
      if (COMPARISONS.includes(node.operator)) return this.isFixed(node);
      return SUMS.includes(node.operator) && this.hasSign(node.left) && this.hasSign(node.right);
    }
    return node.type === 'call' && this.callHasSign(node);
  }

  /**
   * Whether it is the largest of the metric and of what does not depend on it, so that it reaches a threshold if, and
   * only if, one of them does.
   */
  isLargest(node: SyntaxNode): boolean {
    if (this.isFixed(node) || node.type === 'id') return true;
    if (node.type === 'binary') {
      const { operator, left, right } = node;
      return (
        operator === '+' &&
        [left, right].some(isZeroSeries) &&
        [left, right].every((side) => this.isLargest(side))
      );
    }
    if (node.type !== 'call') return false;
    const [first, ...branches] = node.args;
    if (!first) return false;
    if (node.name === 'FILL' || node.name === 'ABS') return this.isLargest(first);
    if (node.name === 'IF')
      return (
        (this.isFixed(first) || this.hasSign(first)) && branches.every((branch) => this.isLargest(branch))
      );
    if (first.type !== 'list') return false;
    const isOfOne = first.items.length === 1 && AGGREGATES.includes(node.name);
    return (node.name === 'MAX' || isOfOne) && first.items.every((item) => this.isLargest(item));
  }

  private callHasSign({ name, args }: CallNode): boolean {
    const [first, second] = args;
    if (!first) return false;
    if (name === 'FILL')
      return this.hasSign(first) && (second?.type === 'word' || (second && this.hasSign(second)) === true);
    if (AGGREGATES.includes(name) && first.type === 'list')
      return first.items.every((item) => this.hasSign(item));
    return PASSING.includes(name) && args.every((argument) => this.hasSign(argument));
  }
}

const isZeroSeries = (node: SyntaxNode): boolean =>
  (node.type === 'number' && node.value === 0) ||
  (node.type === 'call' && node.name === 'TIME_SERIES' && node.args.every(isZeroSeries));

const OF_ZERO: readonly string[] = ['>', '<=', '==', '!='];
const COMPARISONS: readonly string[] = [...OF_ZERO, '<', '>='];
const SUMS: readonly string[] = ['+', '*', 'AND', 'OR'];
const AGGREGATES: readonly string[] = ['SUM', 'AVG', 'MIN', 'MAX'];
const PASSING: readonly string[] = ['IF', 'ABS', 'TIME_SERIES'];
