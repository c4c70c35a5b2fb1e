import { NO_VALUE } from './no-value';
import { templateError } from './template-error';
import { isRecord } from './template-source';

/** What the functions ask of the stack that their template is of. `where` is for the error text. */
export interface FunctionScope {
  readonly region: string;
  readonly resolve: (value: unknown, where: string) => unknown;
  readonly ref: (name: string, where: string) => unknown;
  readonly attribute: (name: string, attribute: string, where: string) => unknown;
  /** Whether a named condition holds. */
  readonly condition: (name: string, where: string) => boolean;
  /** Whether a condition expression holds. */
  readonly test: (value: unknown, where: string) => boolean;
  readonly mapping: (map: string, first: string, second: string) => unknown;
  readonly importValue: (name: string, where: string) => unknown;
  readonly stackOutput: (stackName: string, output: string, where: string) => unknown;
}

/** The intrinsic function that a value calls, or undefined when it is plain data. */
export function functionName(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const keys = Object.keys(value);
  const [name] = keys;
  if (keys.length !== 1 || name === undefined) return undefined;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? name : undefined;
}

/** Calls an intrinsic function with its raw argument. Fn::If is the stack's, since it is lazy. */
export function callFunction(name: string, argument: unknown, stack: FunctionScope, where: string): unknown {
  // A policy statement's `Condition` is an object; the condition function's argument is a name.
  if (name === 'Condition' && typeof argument !== 'string') {
    return { Condition: stack.resolve(argument, `${where}.Condition`) };
  }
  const call = FUNCTIONS[name];
  if (call) return call({ argument, stack, where, name });
  throw templateError(
    'bad-function',
    where,
    `${name} is not supported; expand it before (cdk synth, aws cloudformation package)`,
  );
}

// --- internal ---

interface Call {
  readonly name: string;
  readonly argument: unknown;
  readonly stack: FunctionScope;
  readonly where: string;
}

const FUNCTIONS: Readonly<Record<string, (call: Call) => unknown>> = {
  Ref: (call) => call.stack.ref(asText(call, call.argument), call.where),
  Condition: (call) => call.stack.condition(asText(call, call.argument), call.where),
  'Fn::And': (call) => conditions(call, 2).every(Boolean),
  'Fn::Or': (call) => conditions(call, 2).some(Boolean),
  'Fn::Not': (call) => !conditions(call, 1)[0],
  'Fn::Equals': (call) => {
    const [left, right] = list(call, 2, 2);
    return JSON.stringify(comparable(left)) === JSON.stringify(comparable(right));
  },
  'Fn::Base64': (call) => Buffer.from(asText(call, resolved(call))).toString('base64'),
  'Fn::FindInMap': findInMap,
  'Fn::GetAtt': getAtt,
  'Fn::GetAZs': ({ stack }) => ['a', 'b', 'c'].map((zone) => `${stack.region}${zone}`),
  'Fn::GetStackOutput': getStackOutput,
  'Fn::ImportValue': (call) => call.stack.importValue(asText(call, resolved(call)), call.where),
  'Fn::Join': (call) => {
    const [separator, parts] = list(call, 2, 2);
    if (!Array.isArray(parts)) throw misuse(call, 'takes [separator, list]');
    return parts.map((part) => asText(call, part)).join(asText(call, separator));
  },
  'Fn::Length': (call) => {
    const value = resolved(call);
    if (!Array.isArray(value)) throw misuse(call, 'takes a list');
    return value.length;
  },
  'Fn::Select': (call) => {
    const [index, parts] = list(call, 2, 2);
    if (!Array.isArray(parts)) throw misuse(call, 'takes [index, list]');
    const item = parts[Number(index)];
    if (item === undefined) throw misuse(call, `has no item ${index} in a list of ${parts.length}`);
    return item;
  },
  'Fn::Split': (call) => {
    const [separator, text] = list(call, 2, 2);
    return asText(call, text).split(asText(call, separator));
  },
  'Fn::Sub': sub,
  'Fn::ToJsonString': (call) => JSON.stringify(resolved(call)),
};

const resolved = ({ argument, stack, where, name }: Call): unknown =>
  stack.resolve(argument, `${where}.${name}`);

function list(call: Call, min: number, max: number): unknown[] {
  if (!Array.isArray(call.argument) || call.argument.length < min || call.argument.length > max) {
    const count = min === max ? `${min}` : `${min} to ${max}`;
    throw misuse(call, `takes a list of ${count}`);
  }
  // Item by item: a list would drop AWS::NoValue and shift the others.
  return call.argument.map((item, index) => call.stack.resolve(item, `${call.where}.${call.name}.${index}`));
}

function conditions(call: Call, min: number): boolean[] {
  const { argument, stack, where, name } = call;
  const max = min === 1 ? 1 : 10;
  if (!Array.isArray(argument) || argument.length < min || argument.length > max) {
    throw misuse(call, min === max ? 'takes a list of 1 condition' : 'takes a list of 2 to 10 conditions');
  }
  return argument.map((item, index) => stack.test(item, `${where}.${name}.${index}`));
}

function findInMap(call: Call): unknown {
  const [map, first, second, options] = list(call, 3, 4);
  const keys = [map, first, second].map((key) => asText(call, key)) as [string, string, string];
  const found = call.stack.mapping(...keys);
  if (found !== undefined) return found;
  if (isRecord(options) && 'DefaultValue' in options) return options.DefaultValue;
  throw templateError('unresolved', call.where, `no mapping ${keys.join('.')}`);
}

function getAtt(call: Call): unknown {
  const { argument, stack, where } = call;
  const parts = typeof argument === 'string' ? splitOnce(argument) : argument;
  if (!Array.isArray(parts) || parts.length !== 2 || typeof parts[0] !== 'string') {
    throw misuse(call, 'takes [logical id, attribute]');
  }
  return stack.attribute(parts[0], asText(call, stack.resolve(parts[1], where)), where);
}

function getStackOutput(call: Call): unknown {
  const value = resolved(call);
  if (!isRecord(value)) throw misuse(call, 'takes { StackName, OutputName }');
  return call.stack.stackOutput(asText(call, value.StackName), asText(call, value.OutputName), call.where);
}

/** `${Name}`, `${Resource.Attribute}`, and `${!literal}`, which stays as `${literal}`. */
function sub(call: Call): string {
  const { argument, stack, where } = call;
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isRecord(variables ?? {})) {
    throw misuse(call, 'takes a text, or [text, variables]');
  }
  return text.replace(/\$\{(!?)([^{}]*)\}/g, (_, verbatim: string, inner: string) => {
    if (verbatim) return `\${${inner}}`;
    const name = inner.trim();
    if (Object.hasOwn(variables ?? {}, name)) {
      return asText(call, stack.resolve(variables[name], `${where}.Fn::Sub.${name}`));
    }
    const parts = splitOnce(name);
    return asText(
      call,
      parts.length === 2 ? stack.attribute(parts[0]!, parts[1]!, where) : stack.ref(name, where),
    );
  });
}

function splitOnce(text: string): string[] {
  const dot = text.indexOf('.');
  return dot === -1 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function asText(call: Call, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw misuse(call, `needs a text, got ${value === NO_VALUE ? 'AWS::NoValue' : JSON.stringify(value)}`);
}

/** CloudFormation compares scalars as text: `true` and `'true'` are equal. */
function comparable(value: unknown): unknown {
  if (value === NO_VALUE) return '';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function misuse({ name, where }: Call, what: string) {
  return templateError('bad-function', where, `${name} ${what}`);
}
