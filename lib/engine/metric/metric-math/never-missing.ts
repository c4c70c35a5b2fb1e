import type { MetricDataQuery } from '../../model';
import { parseExpression } from './expression-parser';
import type { BinaryNode, CallNode, SyntaxNode } from './syntax-node';

/**
 * Whether the series that an alarm on metric math watches is proved to have a value in every slot, whatever data there
 * are: by FILL with a number, by a constant series beside it, and by what keeps a value a value. False where it is not
 * proved. It takes it that FILL fills a metric that never had a datum. Throws what is wrong with an expression.
 */
export function neverMissing(queries: readonly MetricDataQuery[]): boolean {
  const byId = new Map(queries.map((query) => [query.id, query]));
  const known = new Map<string, Fullness>();
  const ofId = (id: string): Fullness => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // A circle proves nothing.
    known.set(id, 'open');
    const { expression } = byId.get(id) ?? {};
    const fullness = expression === undefined ? 'gaps' : fullnessOf(parseExpression(expression), ofId);
    known.set(id, fullness);
    return fullness;
  };
  const returned = queries.find(({ returnData }) => returnData);
  return returned !== undefined && ofId(returned.id) === 'full';
}

// --- internal ---

/** Of a number; of a series that has a value in every slot, or may miss some; of what nothing is proved of. */
type Fullness = 'number' | 'full' | 'gaps' | 'open';

/** They have no value for some numbers. */
const PARTIAL: readonly string[] = ['/', '^'];
const ONE_BY_ONE: readonly string[] = ['ABS', 'CEIL', 'FLOOR'];
const AGGREGATES: readonly string[] = ['SUM', 'AVG', 'MIN', 'MAX'];

function fullnessOf(node: SyntaxNode, ofId: (id: string) => Fullness): Fullness {
  const of = (part: SyntaxNode) => fullnessOf(part, ofId);
  switch (node.type) {
    case 'number':
      return 'number';
    case 'id':
      return ofId(node.text);
    case 'negation':
      return of(node.operand);
    case 'binary':
      return ofBinary(node, of);
    case 'call':
      return ofCall(node, of);
    default:
      return 'open';
  }
}

/** Of two series, a missing side counts as 0 where the other one has a point; a number is no point. */
function ofBinary({ operator, left, right }: BinaryNode, of: (part: SyntaxNode) => Fullness): Fullness {
  const sides = [of(left), of(right)];
  if (sides.includes('open')) return 'open';
  if (PARTIAL.includes(operator)) return sides.every((side) => side === 'number') ? 'open' : 'gaps';
  return sides.includes('full') ? 'full' : sides.includes('gaps') ? 'gaps' : 'number';
}

function ofCall({ name, args }: CallNode, of: (part: SyntaxNode) => Fullness): Fullness {
  const [first, second, third] = args;
  if (!first) return 'open';
  if (name === 'TIME_SERIES') return of(first) === 'number' ? 'full' : 'open';
  if (ONE_BY_ONE.includes(name)) return of(first);
  if (name === 'FILL') {
    if (!['full', 'gaps'].includes(of(first))) return 'open';
    return second !== undefined && of(second) === 'number' ? 'full' : of(first);
  }
  if (name === 'IF' && second) {
    const [condition, yes, no] = [of(first), of(second), third && of(third)];
    if ([condition, yes, no].includes('open') || condition === 'number') return 'open';
    // What is missing of a series counts as 0 where the condition is true, and not where it is false.
    return condition === 'full' && (no === 'full' || no === 'number') ? 'full' : 'gaps';
  }
  if (AGGREGATES.includes(name) && first.type === 'list') {
    return first.items.every((item) => of(item) === 'full') ? 'full' : 'open';
  }
  return 'open';
}
