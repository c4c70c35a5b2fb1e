import type { MetricAlarm, MetricFilter } from '../../engine';
import { parseExpression } from '../../engine/metric/metric-math/expression-parser';
import type { SyntaxNode } from '../../engine/metric/metric-math/syntax-node';
import { metricsOf, type TemplateModel } from '../../rehearsal';

/**
 * Whether a filter's default value of 0 is proved to make no difference to any alarm: each that reads its metric takes
 * the sum, to which zeros add nothing, and takes a period without data for 0 by `m + TIME_SERIES(0)` or `FILL(m, 0)`.
 */
export function takesNothingForZero(filter: MetricFilter, { alarms }: TemplateModel): boolean {
  const readers = alarms.filter((alarm) => metricsOf(alarm).some((metric) => isOf(filter, metric)));
  return readers.length > 0 && readers.every((alarm) => isFilled(alarm, filter));
}

// --- internal ---

const isOf = (
  { metricNamespace, metricName }: MetricFilter,
  metric: { readonly namespace: string; readonly metricName: string },
): boolean => metric.namespace === metricNamespace && metric.metricName === metricName;

function isFilled({ metrics }: MetricAlarm, filter: MetricFilter): boolean {
  if (!metrics) return false;
  const own = metrics.filter(({ metricStat }) => metricStat && isOf(filter, metricStat));
  const expressions = metrics.flatMap(({ expression }) => expression ?? []);
  return own.every(
    ({ id, metricStat, returnData }) =>
      metricStat?.stat === 'Sum' &&
      !returnData &&
      expressions.every((text) => isAlwaysFilled(parseExpression(text), id)),
  );
}

/** Whether a metric stands nowhere but where a gap of it is 0. */
function isAlwaysFilled(node: SyntaxNode, id: string): boolean {
  const isOwn = (part: SyntaxNode | undefined) => part?.type === 'id' && part.text === id;
  switch (node.type) {
    case 'id':
      return node.text !== id;
    case 'negation':
      return isAlwaysFilled(node.operand, id);
    case 'list':
      return node.items.every((item) => isAlwaysFilled(item, id));
    case 'binary': {
      const { operator, left, right } = node;
      if (operator === '+' && isOwn(left) && isZeroSeries(right)) return true;
      if (operator === '+' && isOwn(right) && isZeroSeries(left)) return true;
      return isAlwaysFilled(left, id) && isAlwaysFilled(right, id);
    }
    case 'call': {
      const [first, second] = node.args;
      if (node.name === 'FILL' && isOwn(first) && isZero(second)) return true;
      return node.args.every((argument) => isAlwaysFilled(argument, id));
    }
    default:
      return true;
  }
}

const isZero = (node: SyntaxNode | undefined): boolean => node?.type === 'number' && node.value === 0;

const isZeroSeries = (node: SyntaxNode): boolean =>
  node.type === 'call' && node.name === 'TIME_SERIES' && isZero(node.args[0]);
