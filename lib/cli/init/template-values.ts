import { lookUp } from '../../text/look-up';

/** A template as far as the values of its parameters say what is in it. */
export interface TemplateValues {
  /** Given, or by default. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Those that a condition keeps out are none; one whose condition is not known is there. */
  readonly resources: readonly {
    readonly type: string;
    /** Members of which something is known, as plain JSON; a text may hold `${AWS::Region}` and the like. */
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
}

/**
 * The values in a template: references to parameters, and to resources that have a name, are followed, and what else a
 * deployment would know is left out. It asks for no parameter, unlike a rehearsal, which must not guess.
 */
export function templateValues(
  template: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, string>>,
): TemplateValues {
  const parameters = Object.fromEntries(
    Object.entries(mapOf(template.Parameters)).flatMap(([name, declaration]) => {
      const value = lookUp(given, name) ?? mapOf(declaration).Default;
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
  const reader = new ValueReader(parameters, template);
  const resources = Object.values(mapOf(template.Resources)).flatMap((resource) => {
    const { Type, Properties, Condition } = mapOf(resource);
    if (typeof Condition === 'string' && reader.holds({ Condition }) === false) return [];
    return [{ type: String(Type), properties: mapOf(reader.value(Properties)) }];
  });
  return { parameters, resources };
}

// --- internal ---

/** Members by which a resource says the name that a reference to it gives. */
const NAMES = ['AutoScalingGroupName', 'QueueName', 'TopicName', 'AlarmName'];

/** Deeper templates refer to themselves. */
const DEEPEST = 50;

class ValueReader {
  #depth = 0;

  constructor(
    private readonly parameters: Readonly<Record<string, string>>,
    private readonly template: Readonly<Record<string, unknown>>,
  ) {}

  /** Undefined: not known before the deployment. */
  value(raw: unknown): unknown {
    return this.#deeper(() => this.#value(raw));
  }

  /** Whether a condition holds; undefined where nobody can say. */
  holds(condition: unknown): boolean | undefined {
    return this.#deeper(() => this.#holds(condition));
  }

  #deeper<T>(read: () => T): T | undefined {
    if (this.#depth > DEEPEST) return undefined;
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  #holds(condition: unknown): boolean | undefined {
    const [[name, operand] = []] = Object.entries(mapOf(condition));
    const each = Array.isArray(operand) ? operand : [];
    if (name === 'Condition') return this.holds(lookUp(mapOf(this.template.Conditions), String(operand)));
    if (name === 'Fn::Equals') {
      const [left, right] = each.map((one) => this.value(one));
      return left === undefined || right === undefined ? undefined : String(left) === String(right);
    }
    const all = name === 'Fn::And' || name === 'Fn::Or' || name === 'Fn::Not';
    const held = all ? each.map((one) => this.holds(one)) : [];
    if (name === 'Fn::Not') return held[0] === undefined ? undefined : !held[0];
    const decides = name === 'Fn::Or';
    if (!all || held.length === 0) return undefined;
    if (held.includes(decides)) return decides;
    return held.includes(undefined) ? undefined : !decides;
  }

  #value(raw: unknown): unknown {
    if (Array.isArray(raw)) return raw.map((one) => this.value(one)).filter((one) => one !== undefined);
    if (typeof raw !== 'object' || raw === null) return raw ?? undefined;
    const [[name, operand] = [], ...more] = Object.entries(raw);
    if (name !== undefined && more.length === 0 && (name === 'Ref' || name.startsWith('Fn::')))
      return this.#call(name, operand);
    const known = Object.entries(raw).map(([key, inner]) => [key, this.value(inner)]);
    return Object.fromEntries(known.filter(([, inner]) => inner !== undefined));
  }

  #call(name: string, operand: unknown): unknown {
    if (name === 'Ref') return this.#named(String(operand));
    if (name === 'Fn::Sub') return this.#substituted(operand);
    if (!Array.isArray(operand)) return undefined;
    if (name === 'Fn::GetAtt' && /Name$/.test(String(operand[1]))) return this.#named(String(operand[0]));
    if (name === 'Fn::If') {
      const held = this.holds({ Condition: operand[0] });
      return held === undefined ? undefined : this.value(operand[held ? 1 : 2]);
    }
    if (name !== 'Fn::Join' || !Array.isArray(operand[1])) return undefined;
    const parts = operand[1].map((part: unknown) => this.value(part));
    return parts.includes(undefined) ? undefined : parts.join(String(operand[0]));
  }

  #substituted(operand: unknown): string | undefined {
    const [text, locals] = Array.isArray(operand) ? operand : [operand];
    if (typeof text !== 'string') return undefined;
    let known = true;
    const all = text.replace(/\$\{([\w:]+)\}/g, (whole, name: string) => {
      const local = lookUp(mapOf(locals), name);
      const value = local === undefined ? this.#named(name) : this.value(local);
      known &&= value !== undefined;
      return String(value ?? whole);
    });
    return known ? all : undefined;
  }

  /** A parameter's value, or the name of a resource. */
  #named(name: string): string | undefined {
    if (name === 'AWS::NoValue') return undefined;
    if (name.startsWith('AWS::')) return `\${${name}}`;
    const given = lookUp(this.parameters, name);
    if (given !== undefined) return given;
    const properties = mapOf(mapOf(lookUp(mapOf(this.template.Resources), name)).Properties);
    const own = NAMES.find((one) => properties[one] !== undefined);
    const text = own && this.value(properties[own]);
    return typeof text === 'string' ? text : undefined;
  }
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
