import { lookUp } from '../../text/look-up';
import { NotModelledError } from '../../text/not-modelled-error';
import { type Argument, Arguments, type Parameter, takes } from './arguments';
import { FUNCTIONS, type FunctionDefinition, NOT_MODELLED } from './functions';
import { liftBinary, liftUnary } from './lift';
import { MetricMathError, type MetricMathErrorCode } from './metric-math-error';
import { OPERATORS } from './operators';
import type { BinaryNode, CallNode, ListNode, SyntaxNode, TextNode } from './syntax-node';
import { join, type Kind, list, scalar, series, type Term } from './term';
import { CLOCK } from './transforms';

/** What an expression may refer to. */
export interface Scope {
  /** Every id by what it stands for; without it any id is taken for a series. */
  readonly ids?: ReadonlyMap<string, Exclude<Kind, 'scalar'>>;
  /** Takes a SEARCH, and says under which id the series that it finds will be; without it none can be evaluated. */
  readonly search?: (call: Call) => string;
}

/** A call with the expression that it is in. */
export interface Call extends CallNode {
  readonly expression: string;
}

export interface Compiled {
  readonly term: Term;
  /** Whether the value depends on the time of the slots (MINUTE, HOUR …). */
  readonly needsClock: boolean;
}

/** Turns a syntax tree into a function of a frame; kinds, arguments and ids are checked here. */
export function compileNode(root: SyntaxNode, expression: string, scope: Scope): Compiled {
  const compiler = new Compiler(expression, scope);
  const term = compiler.term(root);
  return { term, needsClock: compiler.needsClock };
}

// --- internal ---

const KIND_NAMES: Readonly<Record<string, string>> = {
  scalar: 'a number',
  series: 'a time series',
  list: 'an array of time series',
  string: 'a quoted text',
};

class Compiler {
  needsClock = false;

  constructor(
    private readonly expression: string,
    private readonly scope: Scope,
  ) {}

  term(node: SyntaxNode): Term {
    switch (node.type) {
      case 'number':
        return scalar(() => node.value, true);
      case 'id':
        return this.reference(node);
      case 'negation':
        return liftUnary(this.term(node.operand), (value) => -value);
      case 'binary':
        return this.binary(node);
      case 'call':
        return this.call(node);
      case 'list':
        return this.list(node);
      case 'word':
      case 'string':
        throw this.misplaced(node);
    }
  }

  private reference({ text: id, offset }: TextNode): Term {
    const kind = this.scope.ids ? this.scope.ids.get(id) : 'series';
    if (!kind) {
      const known = [...this.scope.ids!.keys()].join(', ') || 'none';
      throw this.error('unknown-id', offset, `unknown id '${id}', defined are: ${known}`);
    }
    return kind === 'list'
      ? list(({ lists }) => lists[id]!, false)
      : series((frame) => frame.series[id]!, true);
  }

  private binary({ operator, left, right, offset }: BinaryNode): Term {
    const term = liftBinary(this.term(left), this.term(right), OPERATORS[operator]!.apply);
    if (term) return term;
    const problem = `'${operator}' cannot combine two arrays of time series; reduce one of them, e.g. by SUM`;
    throw this.error('operand-kind', offset, problem);
  }

  private list({ items, offset }: ListNode): Term {
    if (items.length === 0)
      throw this.error('argument-count', offset, 'the array is empty, expected time series');
    const terms = items.map((item) => {
      const term = this.term(item);
      if (term.kind !== 'scalar') return term;
      const problem = 'an array holds time series, got a number; wrap it as TIME_SERIES(…)';
      throw this.error('argument-kind', item.offset, problem);
    });
    return join(terms);
  }

  private call(node: CallNode): Term {
    const { name, args, offset } = node;
    if (name === 'SEARCH' && this.scope.search) {
      const id = this.scope.search({ ...node, expression: this.expression });
      return list(({ lists }) => lists[id]!, false);
    }
    if (NOT_MODELLED.has(name)) {
      throw new NotModelledError(name, 'only functions of the listed metrics can be evaluated');
    }
    const definition = FUNCTIONS.get(name);
    if (!definition) {
      throw this.error(
        'unknown-function',
        offset,
        `unknown function '${name}', known are: ${FUNCTION_NAMES}`,
      );
    }
    this.checkCount(node, definition);
    const { parameters } = definition;
    const items = args.map((arg, index) => this.argument(node, arg, parameters[index] ?? parameters.at(-1)!));
    if (Object.hasOwn(CLOCK, name)) this.needsClock = true;
    return definition.build(new Arguments(items));
  }

  private checkCount({ name, args, offset }: CallNode, definition: FunctionDefinition): void {
    const most = definition.variadic ? Infinity : definition.parameters.length;
    const least = definition.parameters.length - (definition.optional ?? 0);
    if (args.length >= least && args.length <= most) return;
    const range =
      most === Infinity ? `at least ${least}` : least === most ? `${least}` : `${least} to ${most}`;
    const problem = `${name} takes ${range} argument${range.endsWith('1') ? '' : 's'}, got ${args.length}`;
    throw this.error('argument-count', offset, problem);
  }

  private argument(call: CallNode, node: SyntaxNode, parameter: Parameter): Argument {
    const argument: Argument =
      node.type === 'word' || node.type === 'string' ? { kind: node.type, text: node.text } : this.term(node);
    if (call.name === 'PERIOD' && node.type !== 'id') {
      throw this.error('argument-kind', node.offset, 'PERIOD takes the id of a metric');
    }
    if (takes(parameter, argument)) return argument;
    const allowed = parameter.map((kind) => lookUp(KIND_NAMES, kind) ?? kind).join(' or ');
    const got = argument.kind === 'word' ? `'${argument.text}'` : KIND_NAMES[argument.kind]!;
    const problem = `${call.name} takes ${allowed} as argument ${call.args.indexOf(node) + 1}, got ${got}`;
    throw this.error('argument-kind', node.offset, problem);
  }

  private misplaced({ type, text, offset }: TextNode): MetricMathError {
    if (type === 'string') {
      return this.error('argument-kind', offset, 'a quoted text is only allowed inside METRICS(…)');
    }
    const problem = FUNCTIONS.has(text)
      ? `'${text}' is a function, expected ( after it`
      : `'${text}' is not an id: ids start with a lower-case letter`;
    return this.error('unexpected-token', offset, problem);
  }

  private error(code: MetricMathErrorCode, offset: number, problem: string): MetricMathError {
    return new MetricMathError(code, offset, problem, this.expression);
  }
}

const FUNCTION_NAMES = [...FUNCTIONS.keys()].sort().join(', ');
