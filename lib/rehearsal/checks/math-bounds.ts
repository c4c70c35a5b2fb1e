import { parseExpression, type SyntaxNode } from '../../engine';
import type { MetricDataQuery } from '../../engine/model';
import { hasUnknown, type TemplateModel } from '../template';
import { ANYTHING, combine, hull, type Interval, negate, only } from './interval';
import { MATH_FUNCTIONS, type MathValue } from './math-functions';
import { type ValueBounds, valueBounds } from './value-bounds';

/** What metric math returns always is within, from the bounds of what it reads; undefined when nothing is known. */
export function mathBounds(
  queries: readonly MetricDataQuery[],
  model: TemplateModel,
): (ValueBounds & { readonly expression: string }) | undefined {
  const expression = queries.find(({ returnData }) => returnData)?.expression;
  if (expression === undefined) return undefined;
  const math = new BoundedMath(queries, model);
  const { min, max } = whole(math.ofText(expression));
  if (min === ANYTHING.min && max === ANYTHING.max) return undefined;
  return { min, max, why: whyOf(min, max), hasRest: math.hasRest, expression };
}

// --- internal ---

/** The values of the queries of one alarm. */
class BoundedMath {
  /** Whether everything that was read has values in good health, too. */
  hasRest = true;
  private readonly nodes = new Map<string, SyntaxNode | undefined>();

  constructor(
    private readonly queries: readonly MetricDataQuery[],
    private readonly model: TemplateModel,
    private readonly path: readonly string[] = [],
  ) {}

  ofText(text: string): MathValue {
    const node = parsed(text);
    return node ? this.of(node) : ANYTHING;
  }

  private of(node: SyntaxNode): MathValue {
    switch (node.type) {
      case 'number':
        return only(node.value);
      case 'id':
        return this.ofId(node.text);
      case 'negation':
        return each(this.of(node.operand), negate);
      case 'list':
        return node.items.flatMap((item) => this.of(item));
      case 'binary': {
        const share = node.operator === '/' ? this.share(node.left, node.right) : undefined;
        const [left, right] = [this.operand(node.left, node.right), this.operand(node.right, node.left)];
        return share ?? pairs(left, right, (a, b) => combine(node.operator, a, b));
      }
      case 'call': {
        if (node.name === 'METRICS') return this.metrics(node.args[0]);
        const build = MATH_FUNCTIONS.get(node.name);
        return build
          ? build(
              node.args.map((arg) => this.of(arg)),
              node.args,
            )
          : this.unknown();
      }
      default:
        return ANYTHING;
    }
  }

  /** Of two series, one that has no point counts as 0 where the other one has one; a number is no series. */
  private operand(node: SyntaxNode, other: SyntaxNode): MathValue {
    const value = this.of(node);
    return isNumber(node) || isNumber(other) ? value : each(value, (one) => hull([one, only(0)]));
  }

  private ofId(id: string): MathValue {
    const query = this.queries.find((one) => one.id === id);
    if (!query || this.path.includes(id)) return this.unknown();
    if (query.metricStat) {
      const { namespace, metricName } = query.metricStat;
      const isKnown = ![namespace, metricName].some(hasUnknown);
      const bounds = isKnown ? valueBounds(query.metricStat, this.model) : undefined;
      if (!bounds?.hasRest) this.hasRest = false;
      return bounds ?? ANYTHING;
    }
    const inner = new BoundedMath(this.queries, this.model, [...this.path, id]);
    const value = inner.ofText(query.expression ?? '');
    this.hasRest &&= inner.hasRest;
    return value;
  }

  private metrics(part: SyntaxNode | undefined): Interval[] {
    const text = part?.type === 'string' ? part.text : '';
    const ids = this.queries
      .filter(({ metricStat, id }) => metricStat && id.includes(text))
      .map(({ id }) => id);
    return ids.flatMap((id) => this.ofId(id));
  }

  private unknown(): Interval {
    this.hasRest = false;
    return ANYTHING;
  }

  /** `k * part / (part + others)` is at most k, where nothing is below 0: arithmetic on the ends does not see it. */
  private share(left: SyntaxNode, right: SyntaxNode): Interval | undefined {
    const terms = this.terms(right);
    const { factor, part } = factored(left);
    const isPart = terms.some((term) => textOf(term) === textOf(this.meant(part)));
    if (!isPart || factor < 0) return undefined;
    return terms.every((term) => whole(this.of(term)).min >= 0) ? { min: 0, max: factor } : undefined;
  }

  /** The terms of a sum, whether it is written with plus signs, as SUM of a list, or under another id. */
  private terms(node: SyntaxNode): SyntaxNode[] {
    const meant = this.meant(node);
    if (meant.type === 'binary' && meant.operator === '+') {
      return [...this.terms(meant.left), ...this.terms(meant.right)];
    }
    const [list] = meant.type === 'call' && meant.name === 'SUM' ? meant.args : [];
    return list?.type === 'list' ? list.items.flatMap((item) => this.terms(item)) : [meant];
  }

  /** The expression that an id stands for; a metric stands for itself. */
  private meant(node: SyntaxNode): SyntaxNode {
    if (node.type !== 'id') return node;
    const expression = this.queries.find(({ id }) => id === node.text)?.expression;
    if (expression === undefined || this.path.includes(node.text)) return node;
    if (!this.nodes.has(node.text)) this.nodes.set(node.text, parsed(expression));
    const meant = this.nodes.get(node.text);
    return meant && meant.type !== 'id' ? meant : node;
  }
}

/** An expression that does not parse is another check's finding. */
function parsed(text: string): SyntaxNode | undefined {
  try {
    return parseExpression(text);
  } catch {
    return undefined;
  }
}

function factored(node: SyntaxNode): { factor: number; part: SyntaxNode } {
  if (node.type === 'binary' && node.operator === '*') {
    if (node.left.type === 'number') return { factor: node.left.value, part: node.right };
    if (node.right.type === 'number') return { factor: node.right.value, part: node.left };
  }
  return { factor: 1, part: node };
}

function isNumber(node: SyntaxNode): boolean {
  if (node.type === 'negation') return isNumber(node.operand);
  return node.type === 'binary' ? isNumber(node.left) && isNumber(node.right) : node.type === 'number';
}

/** The same for the same expression, wherever it is written. */
const textOf = (node: SyntaxNode): string =>
  JSON.stringify(node, (key, value: unknown) => (key === 'offset' ? undefined : value));

const isList = (value: MathValue): value is readonly Interval[] => Array.isArray(value);
const whole = (value: MathValue): Interval => (isList(value) ? hull(value) : value);

const each = (value: MathValue, apply: (one: Interval) => Interval): MathValue =>
  isList(value) ? value.map(apply) : apply(value);

/** An operator between a list and a series works on each of the list. */
function pairs(
  left: MathValue,
  right: MathValue,
  apply: (left: Interval, right: Interval) => Interval,
): MathValue {
  if (isList(left)) return left.map((one) => apply(one, whole(right)));
  return each(right, (one) => apply(left, one));
}

function whyOf(min: number, max: number): string {
  if (min === max) return `always ${min}`;
  if (max === ANYTHING.max) return `never below ${min}`;
  return min === ANYTHING.min ? `never above ${max}` : `between ${min} and ${max}`;
}
