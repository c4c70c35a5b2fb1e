import { lookUp } from '../../../text/look-up';
import type { UnknownFacts } from '../intrinsics/unknown';
import { isRecord } from '../is-record';
import { templateError } from '../template-error';

/** The parameters of one stack with the values that were given. */
export interface StackParameters {
  readonly has: (name: string) => boolean;
  readonly names: () => readonly string[];
  /** The given value, else the default; lists are split. */
  readonly value: (name: string, where: string) => ParameterValue;
  /** Whether the value was given, as opposed to the template's default. */
  readonly isGiven: (name: string) => boolean;
  /** The values that the template allows, or undefined when it says nothing. */
  readonly allowed: (name: string) => readonly string[] | undefined;
  /** The same parameters where nothing was given but these; undefined is "some value that the template does not name". */
  readonly assuming: (values: ReadonlyMap<string, string | undefined>) => StackParameters;
}

/** A value, or why there is none. */
export interface ParameterValue {
  readonly value?: unknown;
  readonly unknown?: UnknownFacts;
}

/** Where the values of a stack's parameters come from; the first that has one counts. */
export interface ParameterSources {
  /** Values as the template's functions see them. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Values as CloudFormation is given them: for one from Parameter Store it is the name there. */
  readonly deployed?: Readonly<Record<string, unknown>>;
  /** Values that a branch takes. */
  readonly assumed?: ReadonlyMap<string, string | undefined>;
}

export function stackParameters(
  declared: unknown,
  sources: ParameterSources,
  stackName: string,
): StackParameters {
  const { given, deployed = {}, assumed = new Map() } = sources;
  const parameters = isRecord(declared) ? declared : {};
  const body = (name: string) => {
    const one = lookUp(parameters, name);
    return isRecord(one) ? one : {};
  };
  const allowed = (name: string) => {
    const values = body(name).AllowedValues;
    return Array.isArray(values) ? values.map(String) : undefined;
  };
  const source = (name: string): unknown => {
    if (Object.hasOwn(given, name)) return given[name];
    if (isFromStore(body(name).Type)) return undefined;
    if (Object.hasOwn(deployed, name)) return deployed[name];
    return assumed.has(name) ? assumed.get(name) : body(name).Default;
  };
  return {
    has: (name) => Object.hasOwn(parameters, name),
    names: () => Object.keys(parameters),
    isGiven: (name) => Object.hasOwn(given, name) || Object.hasOwn(deployed, name),
    allowed,
    assuming: (values) => stackParameters(declared, { ...sources, assumed: values }, stackName),
    value: (name) => {
      const where = `${stackName}/${name}`;
      const type = String(body(name).Type ?? 'String');
      const value = source(name);
      if (value === undefined || value === null) {
        return { unknown: noValue(name, type, body(name).Default, allowed(name)) };
      }
      const result = typed(type, value, name, where);
      refuseOthers([result].flat(), allowed(name), name, where);
      return { value: result };
    },
  };
}

// --- internal ---

const FROM_PARAMETER_STORE = 'AWS::SSM::Parameter::Value<';

const isFromStore = (type: unknown): boolean => String(type).startsWith(FROM_PARAMETER_STORE);

/** `List<Number>`, `CommaDelimitedList`, or one of them from Parameter Store. */
const LIST = /^(AWS::SSM::Parameter::Value<)?(CommaDelimitedList|List<)/;

function refuseOthers(
  values: readonly unknown[],
  allowed: readonly string[] | undefined,
  name: string,
  where: string,
): void {
  const wrong = allowed && values.find((value) => !isStandIn(value) && !allowed.includes(String(value)));
  if (wrong === undefined) return;
  const list = allowed!.map((one) => `'${one}'`).join(', ');
  throw templateError('bad-parameter', where, `parameter ${name}: got '${wrong}', allowed: ${list}`);
}

/** A nested stack may be given what its parent does not know. */
function isStandIn(value: unknown): boolean {
  return typeof value === 'object' || (typeof value === 'string' && value.includes('‹'));
}

function typed(type: string, value: unknown, name: string, where: string): unknown {
  if (isStandIn(value) && !Array.isArray(value)) return value;
  if (LIST.test(type)) {
    return Array.isArray(value)
      ? value
      : String(value)
          .split(',')
          .map((item) => item.trim());
  }
  if (type === 'Number' && !Number.isFinite(Number(value))) {
    throw templateError('bad-parameter', where, `parameter ${name}: got '${value}', allowed: a number`);
  }
  // A nested stack may hand over anything; Number parameters are text to intrinsic functions too.
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function noValue(
  name: string,
  type: string,
  fallback: unknown,
  allowed: readonly string[] | undefined,
): UnknownFacts {
  const stored = isFromStore(type) && fallback !== undefined;
  const choice = allowed ? allowed.join('|') : '…';
  return {
    cause: isFromStore(type) ? 'store' : 'parameter',
    label: name,
    what: stored ? `parameter ${name}, which is in Parameter Store (${fallback})` : `parameter ${name}`,
    remedy: `give --parameter ${name}=${choice}`,
  };
}
