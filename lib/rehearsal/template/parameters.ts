import { templateError } from './template-error';
import { isRecord } from './template-source';

/** The parameters of one stack with the values that were given. */
export interface StackParameters {
  readonly has: (name: string) => boolean;
  readonly names: () => readonly string[];
  /** Value of a parameter: the given one, else its default; lists are split. */
  readonly value: (name: string, where: string) => unknown;
}

export function stackParameters(
  declared: unknown,
  given: Readonly<Record<string, unknown>>,
  stackName: string,
): StackParameters {
  const parameters = isRecord(declared) ? declared : {};
  const read = (name: string): unknown => {
    const body = parameters[name];
    const where = `${stackName}/${name}`;
    const { Type: type = 'String', Default: fallback, AllowedValues: allowed } = isRecord(body) ? body : {};
    const value = Object.hasOwn(given, name)
      ? given[name]
      : String(type).startsWith(FROM_PARAMETER_STORE)
        ? undefined
        : fallback;
    if (value === undefined) throw noValue(where, String(type), fallback);
    const result = typed(String(type), value, where);
    if (Array.isArray(allowed)) refuseOthers([result].flat(), allowed.map(String), where);
    return result;
  };
  return {
    has: (name) => Object.hasOwn(parameters, name),
    names: () => Object.keys(parameters),
    value: read,
  };
}

// --- internal ---

const FROM_PARAMETER_STORE = 'AWS::SSM::Parameter::Value<';

/** `List<Number>`, `CommaDelimitedList`, or one of them from Parameter Store. */
const LIST = /^(AWS::SSM::Parameter::Value<)?(CommaDelimitedList|List<)/;

function refuseOthers(values: readonly unknown[], allowed: readonly string[], where: string): void {
  const wrong = values.find((value) => !allowed.includes(String(value)));
  if (wrong === undefined) return;
  const list = allowed.map((one) => `'${one}'`).join(', ');
  throw templateError('bad-parameter', where, `'${wrong}' is not allowed; allowed: ${list}`);
}

function typed(type: string, value: unknown, where: string): unknown {
  if (LIST.test(type)) {
    return Array.isArray(value)
      ? value
      : String(value)
          .split(',')
          .map((item) => item.trim());
  }
  if (type === 'Number' && !Number.isFinite(Number(value))) {
    throw templateError('bad-parameter', where, `'${value}' is not a number`);
  }
  // A nested stack may hand over anything; Number parameters are text to intrinsic functions too.
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function noValue(where: string, type: string, fallback: unknown) {
  const what = type.startsWith(FROM_PARAMETER_STORE)
    ? `is read from Parameter Store (${fallback}), which is not available here`
    : 'has no default';
  return templateError('bad-parameter', where, `parameter ${what}; give it a value`);
}
