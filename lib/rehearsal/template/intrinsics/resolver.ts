import { templateError } from '../template-error';
import { callFunction, functionName } from './functions';
import { NO_VALUE } from './no-value';
import type { Scope } from './scope';
import type { Unknown } from './unknown';
import { Unsaid } from './unsaid';

/** Evaluates the intrinsic functions of values, within the scope of a stack. `where` is for error texts. */
export class Resolver {
  private depth = 0;

  constructor(private readonly scope: Scope) {}

  /** The value with every intrinsic function evaluated. */
  resolve(value: unknown, where: string): unknown {
    if (typeof value === 'string') return value.includes(DYNAMIC) ? this.dynamic(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    this.depth++;
    try {
      if (this.depth > MAX_DEPTH) {
        throw templateError('too-deep', where.slice(0, 100), `nested more than ${MAX_DEPTH} levels deep`);
      }
      return this.nested(value, where);
    } finally {
      this.depth--;
    }
  }

  /** Evaluates intrinsic functions until the value is a plain one; its members stay as they are. */
  resolveHead(value: unknown, where: string): unknown {
    if (value instanceof Unsaid) return this.scope.unknown(value.facts);
    const name = functionName(value);
    if (name === undefined) return value;
    return name === 'Fn::If'
      ? this.resolveHead(this.branch(value as Record<string, unknown>, where), where)
      : this.resolve(value, where);
  }

  private nested(value: object, where: string): unknown {
    if (Array.isArray(value)) {
      return value
        .map((item, index) => this.resolve(item, `${where}.${index}`))
        .filter((item) => item !== NO_VALUE);
    }
    if (value instanceof Unsaid) return this.scope.unknown(value.facts);
    const record = value as Record<string, unknown>;
    const name = functionName(record);
    if (name === 'Fn::If') return this.resolve(this.branch(record, where), where);
    if (name !== undefined) return callFunction(name, record[name], this.scope, where);
    const entries: [string, unknown][] = [];
    for (const [key, member] of Object.entries(record)) {
      const resolved = this.resolve(member, `${where}.${key}`);
      if (resolved !== NO_VALUE) entries.push([key, resolved]);
    }
    return Object.fromEntries(entries);
  }

  /** The branch that an Fn::If takes, unresolved; the other one is never looked at. */
  private branch(value: Record<string, unknown>, where: string): unknown {
    const argument = value['Fn::If'];
    if (!Array.isArray(argument) || argument.length !== 3 || typeof argument[0] !== 'string') {
      const shape = '[condition name, value if true, value if false]';
      throw templateError('bad-function', where, `Fn::If takes ${shape}`);
    }
    return this.scope.condition(argument[0], where) ? argument[1] : argument[2];
  }

  /** `{{resolve:ssm:/path}}` and its like, which CloudFormation puts in at deployment. */
  private dynamic(text: string): unknown {
    const value = (reference: string): Unknown =>
      this.scope.unknown({
        cause: 'store',
        label: reference,
        what: `the dynamic reference ${reference}`,
      });
    const whole = /^\{\{(resolve:[^{}]*)\}\}$/.exec(text);
    if (whole) return value(whole[1]!);
    return text.replace(/\{\{(resolve:[^{}]*)\}\}/g, (_, reference: string) => value(reference).text);
  }
}

// --- internal ---

const DYNAMIC = '{{resolve:';

/** Deeper than any template that CloudFormation takes, and far from the end of the call stack. */
const MAX_DEPTH = 200;
