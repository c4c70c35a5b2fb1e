import { closest } from '../../../text';
import { lookUp } from '../../../text/look-up';
import { callFunction, functionName } from '../intrinsics/functions';
import { NO_VALUE } from '../intrinsics/no-value';
import type { Scope } from '../intrinsics/scope';
import { labelOf, Unknown, type UnknownFacts, unknownLabels } from '../intrinsics/unknown';
import { Unsaid } from '../intrinsics/unsaid';
import { isRecord } from '../is-record';
import { sectionsOf, type TemplateSections } from '../source/template-sections';
import { attempt, templateError } from '../template-error';
import { attributeOf, generatedName, type Identity, nameProperties, refOf, uuid } from './identity/identity';
import type { StackParameters } from './parameters';
import { partitionOf, pseudoParameters, urlSuffixOf } from './pseudo-parameters';
import { type Referrer, referrers } from './references';

/** What a stack needs of the other stacks. */
export interface StackLinks {
  /** Value of an export, by name; undefined when no template exports it. */
  readonly importValue: (name: string, where: string) => unknown;
  /** Value of an output of another stack, by stack name; undefined when its template is not there. */
  readonly stackOutput: (stackName: string, output: string, where: string) => unknown;
  /** The nested stack behind an AWS::CloudFormation::Stack, or undefined when its template is not there. */
  readonly nested: (stack: Stack, logicalId: string) => Stack | undefined;
  readonly queueUrl: ((name: string) => string) | undefined;
  /** The unknown values of all stacks, by label. */
  readonly unknowns: Map<string, Unknown>;
}

export interface StackOptions {
  readonly stackName: string;
  /** Folder that asset paths are relative to, and the template's file in it. */
  readonly directory?: string;
  readonly file?: string;
  readonly region: string;
  readonly accountId: string;
  /** Whether region and account were said, or stand for any. */
  readonly fixed: { readonly region: boolean; readonly accountId: boolean };
  readonly template: Readonly<Record<string, unknown>>;
  /** Before its serverless resources were expanded. */
  readonly written?: Readonly<Record<string, unknown>>;
  readonly parameters: StackParameters;
  readonly links: StackLinks;
}

/** A choice among what a template leaves open; it decides which branches of its conditions are taken. */
export interface Assumptions {
  /** Values of parameters; undefined is "some value that the template does not name". */
  readonly parameters: ReadonlyMap<string, string | undefined>;
  /** Values of pseudo-parameters, in conditions only. */
  readonly pseudo: ReadonlyMap<string, string>;
  /** Whether a comparison of unknown values holds, by its JSON; default: it does not. */
  readonly comparisons: ReadonlyMap<string, boolean>;
}

/** A resource as the template has it, nothing resolved. */
export interface RawResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A resource whose condition does not hold. */
export interface LeftOutResource {
  readonly logicalId: string;
  readonly type: string;
  readonly condition: string;
}

/**
 * One stack's template, resolved lazily: only what is asked for is computed, so that a large template costs
 * what its monitoring costs, and a property that nobody needs can never be an error.
 */
export class Stack implements Scope {
  readonly stackName: string;
  readonly directory: string | undefined;
  readonly file: string | undefined;
  readonly region: string;
  readonly accountId: string;
  readonly fixed: StackOptions['fixed'];
  readonly partition: string;
  readonly urlSuffix: string;
  readonly sections: TemplateSections;
  readonly parameters: StackParameters;
  /** JSON of the comparisons that nothing decided but an assumption. */
  readonly undecidedComparisons = new Set<string>();
  private readonly undecidedNames = new Set<string>();
  private readonly pseudo: ReadonlyMap<string, unknown>;
  private readonly links: StackLinks;
  /** Names in the course of being resolved, in order; a name met again is a cycle. */
  private readonly open: string[] = [];
  private readonly known = new Map<string, unknown>();
  /** Logical id to what references to it gave. */
  private readonly given = new Map<string, Set<string>>();
  private referrersFound: ReadonlyMap<string, readonly Referrer[]> | undefined;
  private depth = 0;
  private conditionDepth = 0;

  constructor(
    private readonly options: StackOptions,
    private readonly assumed?: Assumptions,
  ) {
    this.stackName = options.stackName;
    this.directory = options.directory;
    this.file = options.file;
    this.region = options.region;
    this.accountId = options.accountId;
    this.fixed = options.fixed;
    this.partition = partitionOf(options.region);
    this.urlSuffix = urlSuffixOf(options.region);
    this.pseudo = pseudoParameters(options);
    this.parameters = assumed ? options.parameters.assuming(assumed.parameters) : options.parameters;
    this.links = options.links;
    this.sections = sectionsOf(options.template, options.stackName);
  }

  /** The same stack under other assumptions, nothing of it resolved yet. */
  under(assumed: Assumptions): Stack {
    return new Stack(this.options, assumed);
  }

  /** Every resource whose condition holds. */
  resources(): RawResource[] {
    return Object.keys(this.sections.Resources).flatMap((logicalId) => this.resource(logicalId) ?? []);
  }

  /** Resources whose condition does not hold. */
  leftOut(): LeftOutResource[] {
    return Object.entries(this.sections.Resources).flatMap(([logicalId, body]) => {
      if (!isRecord(body) || typeof body.Type !== 'string' || this.resource(logicalId)) return [];
      return [{ logicalId, type: body.Type, condition: String(body.Condition) }];
    });
  }

  /** Every condition that can be evaluated, and how it comes out. */
  conditions(): { name: string; holds: boolean }[] {
    return Object.keys(this.sections.Conditions).flatMap((name) => {
      const holds = attempt([], () => this.condition(name, `${this.stackName}/${name}`));
      return holds === undefined ? [] : [{ name, holds }];
    });
  }

  /** Conditions in which a comparison of unknown values took part. */
  undecidedConditions(): string[] {
    this.conditions();
    return [...this.undecidedNames];
  }

  /** What references to a resource gave in the course of reading, as texts. */
  referencesTo(logicalId: string): readonly string[] {
    return [...(this.given.get(logicalId) ?? [])];
  }

  /** What refers to each resource, whatever branch is taken. */
  get referrers(): ReadonlyMap<string, readonly Referrer[]> {
    const { template, written = template, stackName } = this.options;
    const all = written === template ? [this.sections] : [this.sections, sectionsOf(written, stackName)];
    this.referrersFound ??= referrers(all);
    return this.referrersFound;
  }

  /** Names of the outputs that are exported, with the raw export name. */
  exports(): { output: string; name: unknown }[] {
    return Object.entries(this.sections.Outputs).flatMap(([output, body]) =>
      isRecord(body) && isRecord(body.Export) && this.holds(output, body)
        ? [{ output, name: body.Export.Name }]
        : [],
    );
  }

  /** The value with every intrinsic function evaluated. `where` is for the error text. */
  resolve(value: unknown, where: string): unknown {
    if (typeof value === 'string') return value.includes(DYNAMIC) ? this.dynamic(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    this.depth++;
    try {
      if (this.depth > MAX_DEPTH) {
        throw templateError('too-deep', where.slice(0, 100), `nested more than ${MAX_DEPTH} levels deep`);
      }
      return this.resolveNested(value, where);
    } finally {
      this.depth--;
    }
  }

  /** Evaluates intrinsic functions until the value is a plain one; its members stay as they are. */
  resolveHead(value: unknown, where: string): unknown {
    if (value instanceof Unsaid) return this.unknown(value.facts);
    return functionName(value) === 'Fn::If'
      ? this.resolveHead(this.branch(value as Record<string, unknown>, where), where)
      : functionName(value) === undefined
        ? value
        : this.resolve(value, where);
  }

  ref(name: string, where: string): unknown {
    if (this.pseudo.has(name)) {
      const assumed = this.conditionDepth > 0 ? this.assumed?.pseudo.get(name) : undefined;
      return assumed ?? this.pseudo.get(name);
    }
    if (this.parameters.has(name)) {
      const { value, unknown } = this.parameters.value(name, where);
      return unknown ? this.unknown(unknown) : value;
    }
    const resource = this.existing(name, where, [...this.parameters.names(), ...this.pseudo.keys()]);
    return this.once(`Ref ${name}`, where, () =>
      this.note(name, refOf(resource.type, this.identity(resource, where))),
    );
  }

  attribute(name: string, attribute: string, where: string): unknown {
    const resource = this.existing(name, where, []);
    if (resource.type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) {
      return this.nestedOutput(resource, attribute.slice('Outputs.'.length), where);
    }
    return this.once(`GetAtt ${name}.${attribute}`, where, () => {
      const value = attributeOf(resource.type, attribute, this.identity(resource, where));
      if (value !== undefined) return this.note(name, value);
      const what = `'${name}.${attribute}' of a custom resource, which only a deployment can answer`;
      return this.unknown({ cause: 'custom-resource', label: `${name}.${attribute}`, what });
    });
  }

  /** Whether a named condition holds. */
  condition(name: string, where: string): boolean {
    const body = lookUp(this.sections.Conditions, name);
    if (body === undefined) {
      throw templateError(
        'unresolved',
        where,
        `unknown condition '${name}'${nearest(name, Object.keys(this.sections.Conditions))}`,
      );
    }
    return this.once(`${CONDITION}${name}`, where, () => {
      this.conditionDepth++;
      try {
        return this.test(body, `${this.stackName}/${name}`);
      } finally {
        this.conditionDepth--;
      }
    });
  }

  /** Whether a condition expression holds: a function, `{ Condition: name }` or a boolean. */
  test(value: unknown, where: string): boolean {
    const result = this.resolve(value, where);
    if (result instanceof Unknown) return this.undecided(value);
    if (result === true || result === 'true') return true;
    if (result === false || result === 'false') return false;
    throw templateError('bad-function', where, `not a condition: ${JSON.stringify(value)?.slice(0, 100)}`);
  }

  undecided(expression: unknown): boolean {
    const key = JSON.stringify(expression);
    this.undecidedComparisons.add(key);
    for (const open of this.open) {
      if (open.startsWith(CONDITION)) this.undecidedNames.add(open.slice(CONDITION.length));
    }
    return this.assumed?.comparisons.get(key) ?? false;
  }

  mapping(map: string): Readonly<Record<string, unknown>> | undefined {
    const body = lookUp(this.sections.Mappings, map);
    return isRecord(body) ? body : undefined;
  }

  output(name: string, where: string): unknown {
    const body = lookUp(this.sections.Outputs, name);
    if (!isRecord(body)) {
      throw templateError(
        'unresolved',
        where,
        `stack '${this.stackName}' has no output '${name}'${nearest(name, Object.keys(this.sections.Outputs))}`,
      );
    }
    return this.once(`output ${name}`, where, () =>
      this.resolve(body.Value, `${this.stackName}/${name}.Value`),
    );
  }

  importValue(name: string, where: string): unknown {
    return (
      this.links.importValue(name, where) ??
      this.unknown({
        cause: 'other-stack',
        label: `import:${name}`,
        what: `export '${name}' of another stack`,
        remedy: 'give the template of the stack that exports it',
      })
    );
  }

  stackOutput(stackName: string, output: string, where: string): unknown {
    return (
      this.links.stackOutput(stackName, output, where) ??
      this.unknown({
        cause: 'other-stack',
        label: `${stackName}.${output}`,
        what: `output '${output}' of stack '${stackName}'`,
        remedy: 'give its template too',
      })
    );
  }

  unknown(facts: UnknownFacts): Unknown {
    const { unknowns } = this.links;
    return unknowns.get(labelOf(facts.label)) ?? new Unknown(facts, unknowns);
  }

  unknownIn(text: string): Unknown | undefined {
    const [label] = unknownLabels(text);
    return label === undefined ? undefined : this.links.unknowns.get(label);
  }

  /** The physical name of a resource: the template's, or a stable stand-in for a generated one. */
  identity(resource: RawResource, where: string): Identity {
    const { logicalId, type, properties } = resource;
    const place = `${this.stackName}/${logicalId}`;
    const property = (name: string): string | undefined => {
      if (properties[name] === undefined) return undefined;
      const value = this.once(`${logicalId}.${name}`, where, () =>
        this.resolve(properties[name], `${place}.Properties.${name}`),
      );
      if (value instanceof Unknown) return value.text;
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    };
    const isFifo = [properties.FifoQueue, properties.FifoTopic].some(
      (fifo) => fifo === true || fifo === 'true',
    );
    const named = nameProperties(type).map(property).find(Boolean);
    return {
      name:
        named ??
        (type === 'AWS::KMS::Key'
          ? uuid(place)
          : generatedName(type, this.stackName, logicalId, isFifo ? '.fifo' : '')),
      logicalId,
      stackName: this.stackName,
      region: this.region,
      accountId: this.accountId,
      partition: this.partition,
      urlSuffix: this.urlSuffix,
      property,
      queueUrl:
        this.links.queueUrl ??
        ((name) => `https://sqs.${this.region}.${this.urlSuffix}/${this.accountId}/${name}`),
    };
  }

  // biome-ignore lint/suspicious/noExplicitAny: heterogeneous cache, keyed by what is computed
  private once<T = any>(key: string, where: string, compute: () => T): T {
    if (this.known.has(key)) return this.known.get(key) as T;
    if (this.open.includes(key)) {
      const cycle = [...this.open.slice(this.open.indexOf(key)), key].join(' -> ');
      throw templateError('cyclic', where, `refers to itself: ${cycle}`);
    }
    this.open.push(key);
    try {
      const value = compute();
      this.known.set(key, value);
      return value;
    } finally {
      this.open.pop();
    }
  }

  private resource(logicalId: string): RawResource | undefined {
    const body = lookUp(this.sections.Resources, logicalId);
    if (!isRecord(body) || typeof body.Type !== 'string' || !this.holds(logicalId, body)) return undefined;
    return {
      logicalId,
      type: body.Type,
      properties: isRecord(body.Properties) ? body.Properties : {},
      metadata: isRecord(body.Metadata) ? body.Metadata : {},
    };
  }

  private holds(logicalId: string, { Condition: name }: Readonly<Record<string, unknown>>): boolean {
    if (name === undefined) return true;
    const where = `${this.stackName}/${logicalId}.Condition`;
    if (typeof name === 'string') return this.condition(name, where);
    const got = JSON.stringify(name).slice(0, 100);
    throw templateError('bad-function', where, `got ${got}, allowed: the name of a condition`);
  }

  private existing(name: string, where: string, alsoKnown: readonly string[]): RawResource {
    const resource = this.resource(name);
    if (resource) return resource;
    if (Object.hasOwn(this.sections.Resources, name)) {
      throw templateError('unresolved', where, `refers to '${name}', whose condition does not hold`);
    }
    const known = [...Object.keys(this.sections.Resources).slice(0, 2000), ...alsoKnown];
    throw templateError(
      'unresolved',
      where,
      `refers to '${name}', which the template does not have${nearest(name, known)}`,
    );
  }

  private nestedOutput(resource: RawResource, output: string, where: string): unknown {
    const nested = this.links.nested(this, resource.logicalId);
    if (nested) return nested.output(output, where);
    return this.unknown({
      cause: 'other-stack',
      label: `${resource.logicalId}.Outputs.${output}`,
      what: `output '${output}' of nested stack '${resource.logicalId}', whose template is not beside this one`,
    });
  }

  /** `{{resolve:ssm:/path}}` and its like, which CloudFormation puts in at deployment. */
  private dynamic(text: string): unknown {
    const value = (reference: string): Unknown =>
      this.unknown({ cause: 'store', label: reference, what: `the dynamic reference ${reference}` });
    const whole = /^\{\{(resolve:[^{}]*)\}\}$/.exec(text);
    if (whole) return value(whole[1]!);
    return text.replace(/\{\{(resolve:[^{}]*)\}\}/g, (_, reference: string) => value(reference).text);
  }

  /** Remembers what a reference to a resource gave. */
  private note(logicalId: string, value: string): string {
    const values = this.given.get(logicalId);
    if (values) values.add(value);
    else this.given.set(logicalId, new Set([value]));
    return value;
  }

  private resolveNested(value: object, where: string): unknown {
    if (Array.isArray(value)) {
      return value
        .map((item, index) => this.resolve(item, `${where}.${index}`))
        .filter((item) => item !== NO_VALUE);
    }
    if (value instanceof Unsaid) return this.unknown(value.facts);
    const record = value as Record<string, unknown>;
    const name = functionName(record);
    if (name === 'Fn::If') return this.resolve(this.branch(record, where), where);
    if (name !== undefined) return callFunction(name, record[name], this, where);
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
      throw templateError(
        'bad-function',
        where,
        'Fn::If takes [condition name, value if true, value if false]',
      );
    }
    return this.condition(argument[0], where) ? argument[1] : argument[2];
  }
}

// --- internal ---

const CONDITION = 'condition ';
const DYNAMIC = '{{resolve:';

/** Deeper than any template that CloudFormation takes, and far from the end of the call stack. */
const MAX_DEPTH = 200;

function nearest(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return near ? `, did you mean '${near}'` : '';
}
