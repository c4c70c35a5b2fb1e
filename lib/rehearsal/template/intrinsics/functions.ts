import { editDistance } from '../../../text/closest';
import { lookUp } from '../../../text/look-up';
import { isRecord } from '../is-record';
import { templateError } from '../template-error';
import { NO_VALUE } from './no-value';
import type { Scope } from './scope';
import { isOpenEnded, joinPieces, splitText } from './split-text';
import { Unknown } from './unknown';

/** The intrinsic function that a value calls, or undefined when it is plain data. */
export function functionName(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const keys = Object.keys(value);
  const [name] = keys;
  if (keys.length !== 1 || name === undefined) return undefined;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? name : undefined;
}

/** Calls an intrinsic function with its raw argument. Fn::If is the stack's, since it is lazy. */
export function callFunction(name: string, argument: unknown, scope: Scope, where: string): unknown {
  // A policy statement's `Condition` is an object; the condition function's argument is a name.
  if (name === 'Condition' && typeof argument !== 'string') {
    return { Condition: scope.resolve(argument, `${where}.Condition`) };
  }
  const call = lookUp(FUNCTIONS, name);
  if (call) return call({ argument, scope, where, name });
  const near = nearFunction(name);
  const what = near === undefined ? 'is not supported' : `is no function, did you mean ${near}`;
  const remedy = near === undefined ? '; expand it before (cdk synth, aws cloudformation package)' : '';
  throw templateError('bad-function', where, `${name} ${what}${remedy}`);
}

/** Names of the variables of a text of Fn::Sub, `Resource.Attribute` as it is. */
export function variableNames(text: string): string[] {
  const names: string[] = [];
  replaceVariables(text, (name) => {
    names.push(name);
    return name;
  });
  return names;
}

// --- internal ---

/** The function that a name is a slip of: one letter, two that changed places, or their case. */
function nearFunction(name: string): string | undefined {
  const bare = (one: string) => one.replace(/^Fn::/, '').toLowerCase();
  const letters = (one: string) => [...bare(one)].sort().join('');
  return Object.keys(FUNCTIONS).find(
    (known) => letters(known) === letters(name) || editDistance(bare(known), bare(name)) === 1,
  );
}

interface Call {
  readonly name: string;
  readonly argument: unknown;
  readonly scope: Scope;
  readonly where: string;
}

const FUNCTIONS: Readonly<Record<string, (call: Call) => unknown>> = {
  Ref: (call) => call.scope.ref(asText(call, call.argument), call.where),
  Condition: (call) => call.scope.condition(asText(call, call.argument), call.where),
  'Fn::And': (call) => conditions(call, 2).every(Boolean),
  'Fn::Or': (call) => conditions(call, 2).some(Boolean),
  'Fn::Not': (call) => !conditions(call, 1)[0],
  'Fn::Equals': (call) => {
    const [left, right] = list(call, 2, 2).map(comparable);
    if (left === right) return true;
    // A part that is not known may be anything: the comparison is decided by whoever asks for the branch.
    const isOpen = [left, right].some((side) => call.scope.unknownIn(side!) !== undefined);
    return isOpen ? call.scope.undecided({ 'Fn::Equals': call.argument }) : false;
  },
  'Fn::Base64': (call) => {
    const text = asText(call, resolved(call));
    return call.scope.unknownIn(text)?.derived(`base64:${text}`) ?? Buffer.from(text).toString('base64');
  },
  'Fn::Cidr': computed,
  'Fn::FindInMap': findInMap,
  'Fn::GetAtt': getAtt,
  'Fn::GetAZs': ({ scope }) => ['a', 'b', 'c'].map((zone) => `${scope.region}${zone}`),
  'Fn::GetStackOutput': getStackOutput,
  'Fn::ImportValue': (call) => call.scope.importValue(asText(call, resolved(call)), call.where),
  'Fn::Join': (call) => {
    const [separator, parts] = list(call, 2, 2);
    const between = asText(call, separator);
    if (parts instanceof Unknown) return parts.derived(`${parts.facts.label}.join(${between})`);
    if (!Array.isArray(parts)) throw misuse(call, 'takes [separator, list]');
    return joinPieces(parts, between) ?? parts.map((part) => asText(call, part)).join(between);
  },
  'Fn::Length': (call) => {
    const value = resolved(call);
    const open = value instanceof Unknown ? value : isOpenEnded(value);
    if (open) return open.derived(`${open.facts.label}.length`);
    if (!Array.isArray(value)) throw misuse(call, 'takes a list');
    return value.length;
  },
  'Fn::Select': select,
  'Fn::Split': (call) => {
    const [separator, text] = list(call, 2, 2);
    const by = asText(call, separator);
    if (text instanceof Unknown) return text.derived(`${text.facts.label}.split(${by})`);
    const whole = asText(call, text);
    return splitText(whole, by, call.scope.unknownIn(whole));
  },
  'Fn::Sub': sub,
  'Fn::ToJsonString': (call) => JSON.stringify(resolved(call)),
  'Fn::Transform': ({ argument, scope }) => {
    const name = isRecord(argument) ? String(argument.Name) : 'Fn::Transform';
    return scope.unknown({
      cause: 'macro',
      label: name,
      what: `what the macro ${name} puts there`,
      remedy: 'give the processed template',
    });
  },
};

const resolved = ({ argument, scope, where, name }: Call): unknown =>
  scope.resolve(argument, `${where}.${name}`);

function list(call: Call, min: number, max: number): unknown[] {
  if (!Array.isArray(call.argument) || call.argument.length < min || call.argument.length > max) {
    const count = min === max ? `${min}` : `${min} to ${max}`;
    throw misuse(call, `takes a list of ${count}`);
  }
  // Item by item: a list would drop AWS::NoValue and shift the others.
  return call.argument.map((item, index) => call.scope.resolve(item, `${call.where}.${call.name}.${index}`));
}

function conditions(call: Call, min: number): boolean[] {
  const { argument, scope, where, name } = call;
  const max = min === 1 ? 1 : 10;
  if (!Array.isArray(argument) || argument.length < min || argument.length > max) {
    throw misuse(call, min === max ? 'takes a list of 1 condition' : 'takes a list of 2 to 10 conditions');
  }
  return argument.map((item, index) => scope.test(item, `${where}.${name}.${index}`));
}

/** Addresses are of no concern to monitoring. */
function computed({ name, scope, argument }: Call): Unknown {
  return scope.unknown({
    cause: 'computed',
    label: `${name} ${JSON.stringify(argument)}`,
    what: `a value of ${name}, which is not computed here`,
  });
}

function select(call: Call): unknown {
  const [index, parts] = list(call, 2, 2);
  if (index instanceof Unknown) return index.derived(`[${index.facts.label}]`);
  if (parts instanceof Unknown) return parts.derived(`${parts.facts.label}[${index}]`);
  if (!Array.isArray(parts)) throw misuse(call, 'takes [index, list]');
  const item = parts[Number(index)];
  if (item !== undefined) return item;
  const open = isOpenEnded(parts);
  if (open) return open.derived(`${open.facts.label}[${index}]`);
  throw misuse(call, `has no item ${index} in a list of ${parts.length}`);
}

function findInMap(call: Call): unknown {
  const [map, first, second, options] = list(call, 3, 4);
  const keys = [map, first, second].map((key) => asText(call, key)) as [string, string, string];
  const body = call.scope.mapping(keys[0]);
  const row = body && lookUp(body, keys[1]);
  const found = isRecord(row) ? lookUp(row, keys[2]) : undefined;
  if (found !== undefined) return found;
  const open = keys.map((key) => call.scope.unknownIn(key)).find((one) => one !== undefined);
  if (open) return sameInEveryRow(body, keys) ?? open.derived(keys.join('.'));
  if (isRecord(options) && 'DefaultValue' in options) return options.DefaultValue;
  const raw = (call.argument as unknown[]).slice(0, 3);
  const [, account] = raw;
  if (body && raw.some((key) => functionName(key) !== undefined)) {
    const isAccount =
      functionName(account) === 'Ref' && (account as { Ref: unknown }).Ref === 'AWS::AccountId';
    return call.scope.unknown({
      cause: 'mapping',
      label: keys.join('.'),
      what: `a row of mapping ${keys[0]}, which has none for '${isRecord(row) ? keys[2] : keys[1]}'`,
      ...(isAccount ? {} : { remedy: 'give the parameter that chooses the row' }),
    });
  }
  throw templateError('unresolved', call.where, `no mapping ${keys.join('.')}`);
}

/** A row that is not known does not matter when all of them say the same. */
function sameInEveryRow(
  body: Readonly<Record<string, unknown>> | undefined,
  [, , column]: [string, string, string],
): unknown {
  const values = Object.values(body ?? {}).map((row) => (isRecord(row) ? lookUp(row, column) : undefined));
  const texts = new Set(values.map((value) => JSON.stringify(value)));
  return texts.size === 1 ? values[0] : undefined;
}

function getAtt(call: Call): unknown {
  const { argument, scope, where } = call;
  const parts = typeof argument === 'string' ? splitOnce(argument) : argument;
  if (!Array.isArray(parts) || parts.length < 2 || parts.some((part) => part === undefined)) {
    throw misuse(call, 'takes [logical id, attribute]');
  }
  // [A, Outputs, B] is what YAML makes of a list; with the language extensions both may be functions.
  const [name, ...attribute] = parts.map((part) => asText(call, scope.resolve(part, where)));
  return scope.attribute(name!, attribute.join('.'), where);
}

function getStackOutput(call: Call): unknown {
  const value = resolved(call);
  if (!isRecord(value)) throw misuse(call, 'takes { StackName, OutputName }');
  return call.scope.stackOutput(asText(call, value.StackName), asText(call, value.OutputName), call.where);
}

/** `${Name}`, `${Resource.Attribute}`, and `${!literal}`, which stays as `${literal}`. */
function sub(call: Call): string {
  const { argument, scope, where } = call;
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isRecord(variables ?? {})) {
    throw misuse(call, 'takes a text, or [text, variables]');
  }
  return replaceVariables(text, (name) => {
    if (Object.hasOwn(variables ?? {}, name)) {
      return asText(call, scope.resolve(variables[name], `${where}.Fn::Sub.${name}`));
    }
    const parts = splitOnce(name);
    return asText(
      call,
      parts.length === 2 ? scope.attribute(parts[0]!, parts[1]!, where) : scope.ref(name, where),
    );
  });
}

/** `${Name}`, `${!literal}` and the text between them, each replaced by what `replace` says of it. */
function replaceVariables(text: string, replace: (name: string) => string): string {
  return text.replace(/\$\{(!?)([^{}]*)\}/g, (_, verbatim: string, inner: string) =>
    verbatim ? `\${${inner}}` : replace(inner.trim()),
  );
}

function splitOnce(text: string): string[] {
  const dot = text.indexOf('.');
  return dot === -1 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function asText(call: Call, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Unknown) return value.text;
  throw misuse(call, `needs a text, got ${value === NO_VALUE ? 'AWS::NoValue' : JSON.stringify(value)}`);
}

/** CloudFormation compares scalars as text: `true` and `'true'` are equal. */
function comparable(value: unknown): string {
  if (value === NO_VALUE) return JSON.stringify('');
  return JSON.stringify(typeof value === 'number' || typeof value === 'boolean' ? String(value) : value);
}

function misuse({ name, where }: Call, what: string) {
  return templateError('bad-function', where, `${name} ${what}`);
}
