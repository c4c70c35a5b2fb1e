import { lookUp } from '../../../text/look-up';
import { Unknown } from '../intrinsics/unknown';
import { templateError } from '../template-error';
import type { Memo } from './memo';
import { nearest } from './nearest';

/** What the conditions of a stack need of it. */
export interface ConditionsOptions {
  readonly stackName: string;
  readonly bodies: Readonly<Record<string, unknown>>;
  readonly memo: Memo;
  readonly resolve: (value: unknown, where: string) => unknown;
  /** Whether a comparison of unknown values holds, by its JSON; default: it does not. */
  readonly comparisons: ReadonlyMap<string, boolean> | undefined;
}

/** The conditions of one stack: how they come out, and what was decided by nothing but an assumption. */
export class Conditions {
  /** JSON of the comparisons that nothing decided but an assumption. */
  readonly undecidedComparisons = new Set<string>();
  /** Names of the conditions in which one of them took part. */
  readonly undecidedNames = new Set<string>();
  private depth = 0;

  constructor(private readonly options: ConditionsOptions) {}

  /** Whether a condition is in the course of being evaluated. */
  get isOpen(): boolean {
    return this.depth > 0;
  }

  /** Whether a named condition holds. */
  holds(name: string, where: string): boolean {
    const { bodies, memo, stackName } = this.options;
    const body = lookUp(bodies, name);
    if (body === undefined) {
      const near = nearest(name, Object.keys(bodies));
      throw templateError('unresolved', where, `unknown condition '${name}'${near}`);
    }
    return memo.once(`${CONDITION}${name}`, where, () => {
      this.depth++;
      try {
        return this.test(body, `${stackName}/${name}`);
      } finally {
        this.depth--;
      }
    });
  }

  /** Whether a condition expression holds: a function, `{ Condition: name }` or a boolean. */
  test(value: unknown, where: string): boolean {
    const result = this.options.resolve(value, where);
    if (result instanceof Unknown) return this.undecided(value);
    if (result === true || result === 'true') return true;
    if (result === false || result === 'false') return false;
    throw templateError('bad-function', where, `not a condition: ${JSON.stringify(value)?.slice(0, 100)}`);
  }

  undecided(expression: unknown): boolean {
    const key = JSON.stringify(expression);
    this.undecidedComparisons.add(key);
    for (const open of this.options.memo.open) {
      if (open.startsWith(CONDITION)) this.undecidedNames.add(open.slice(CONDITION.length));
    }
    return this.options.comparisons?.get(key) ?? false;
  }
}

// --- internal ---

const CONDITION = 'condition ';
