import { closest } from '../../text';
import { callFunction, type FunctionScope, functionName } from './functions';
import { attributeOf, generatedName, type Identity, nameProperties, refOf, uuid } from './identity';
import { NO_VALUE } from './no-value';
import type { StackParameters } from './parameters';
import { partitionOf, pseudoParameters, urlSuffixOf } from './pseudo-parameters';
import { templateError } from './template-error';
import { sectionsOf, type TemplateSections } from './template-sections';
import { isRecord } from './template-source';

/** What a stack needs of the other stacks. */
export interface StackLinks {
  /** Value of an export, by name. */
  readonly importValue: (name: string, where: string) => unknown;
  /** Value of an output of another stack, by stack name. */
  readonly stackOutput: (stackName: string, output: string, where: string) => unknown;
  /** The nested stack behind an AWS::CloudFormation::Stack, or undefined when its template is not there. */
  readonly nested: (stack: Stack, logicalId: string) => Stack | undefined;
  readonly queueUrl: ((name: string) => string) | undefined;
}

export interface StackOptions {
  readonly stackName: string;
  /** Folder that asset paths are relative to, and the template's file in it. */
  readonly directory?: string;
  readonly file?: string;
  readonly region: string;
  readonly accountId: string;
  readonly template: Readonly<Record<string, unknown>>;
  readonly parameters: StackParameters;
  readonly links: StackLinks;
}

/** A resource as the template has it, nothing resolved. */
export interface RawResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * One stack's template, resolved lazily: only what is asked for is computed, so that a large template costs
 * what its monitoring costs, and a property that nobody needs can never be an error.
 */
export class Stack implements FunctionScope {
  readonly stackName: string;
  readonly directory: string | undefined;
  readonly file: string | undefined;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly urlSuffix: string;
  private readonly sections: TemplateSections;
  private readonly parameters: StackParameters;
  private readonly pseudo: ReadonlyMap<string, unknown>;
  private readonly links: StackLinks;
  /** Names in the course of being resolved, in order; a name met again is a cycle. */
  private readonly open: string[] = [];
  private readonly known = new Map<string, unknown>();
  private depth = 0;

  constructor(options: StackOptions) {
    this.stackName = options.stackName;
    this.directory = options.directory;
    this.file = options.file;
    this.region = options.region;
    this.accountId = options.accountId;
    this.partition = partitionOf(options.region);
    this.urlSuffix = urlSuffixOf(options.region);
    this.pseudo = pseudoParameters(options);
    this.parameters = options.parameters;
    this.links = options.links;
    this.sections = sectionsOf(options.template, options.stackName);
  }

  /** Every resource whose condition holds. */
  resources(): RawResource[] {
    return Object.keys(this.sections.Resources).flatMap((logicalId) => this.resource(logicalId) ?? []);
  }

  /** Names of the outputs that are exported, with the raw export name. */
  exports(): { output: string; name: unknown }[] {
    return Object.entries(this.sections.Outputs).flatMap(([output, body]) =>
      isRecord(body) && isRecord(body.Export) && this.holds(body) ? [{ output, name: body.Export.Name }] : [],
    );
  }

  /** The value with every intrinsic function evaluated. `where` is for the error text. */
  resolve(value: unknown, where: string): unknown {
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
    return functionName(value) === 'Fn::If'
      ? this.resolveHead(this.branch(value as Record<string, unknown>, where), where)
      : functionName(value) === undefined
        ? value
        : this.resolve(value, where);
  }

  ref(name: string, where: string): unknown {
    if (this.pseudo.has(name)) return this.pseudo.get(name);
    if (this.parameters.has(name)) return this.parameters.value(name, where);
    const resource = this.existing(name, where, [...this.parameters.names(), ...this.pseudo.keys()]);
    return this.once(`Ref ${name}`, where, () => refOf(resource.type, this.identity(resource, where)));
  }

  attribute(name: string, attribute: string, where: string): unknown {
    const resource = this.existing(name, where, []);
    if (resource.type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) {
      return this.nestedOutput(resource, attribute.slice('Outputs.'.length), where);
    }
    return this.once(`GetAtt ${name}.${attribute}`, where, () => {
      const value = attributeOf(resource.type, attribute, this.identity(resource, where));
      if (value === undefined) {
        throw templateError(
          'unresolved',
          where,
          `'${name}.${attribute}' comes from a custom resource, which only a deployment can answer`,
        );
      }
      return value;
    });
  }

  /** Whether a named condition holds. */
  condition(name: string, where: string): boolean {
    const body = this.sections.Conditions[name];
    if (body === undefined) {
      throw templateError(
        'unresolved',
        where,
        `unknown condition '${name}'${nearest(name, Object.keys(this.sections.Conditions))}`,
      );
    }
    return this.once(`condition ${name}`, where, () => this.test(body, `${this.stackName}/${name}`));
  }

  /** Whether a condition expression holds: a function, `{ Condition: name }` or a boolean. */
  test(value: unknown, where: string): boolean {
    const result = this.resolve(value, where);
    if (result === true || result === 'true') return true;
    if (result === false || result === 'false') return false;
    throw templateError('bad-function', where, `not a condition: ${JSON.stringify(value)?.slice(0, 100)}`);
  }

  mapping(map: string, first: string, second: string): unknown {
    const body = this.sections.Mappings[map];
    const row = isRecord(body) ? body[first] : undefined;
    return isRecord(row) ? row[second] : undefined;
  }

  output(name: string, where: string): unknown {
    const body = this.sections.Outputs[name];
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
    return this.links.importValue(name, where);
  }

  stackOutput(stackName: string, output: string, where: string): unknown {
    return this.links.stackOutput(stackName, output, where);
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
    const body = this.sections.Resources[logicalId];
    if (!isRecord(body) || typeof body.Type !== 'string' || !this.holds(body)) return undefined;
    return {
      logicalId,
      type: body.Type,
      properties: isRecord(body.Properties) ? body.Properties : {},
      metadata: isRecord(body.Metadata) ? body.Metadata : {},
    };
  }

  private holds(body: Readonly<Record<string, unknown>>): boolean {
    return (
      body.Condition === undefined ||
      this.condition(String(body.Condition), `${this.stackName}/${body.Condition}`)
    );
  }

  private existing(name: string, where: string, alsoKnown: readonly string[]): RawResource {
    const resource = this.resource(name);
    if (resource) return resource;
    if (this.sections.Resources[name] !== undefined) {
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
    throw templateError(
      'unresolved',
      where,
      `output '${output}' of nested stack '${resource.logicalId}' cannot be read: its template is not beside this one`,
    );
  }

  private resolveNested(value: object, where: string): unknown {
    if (Array.isArray(value)) {
      return value
        .map((item, index) => this.resolve(item, `${where}.${index}`))
        .filter((item) => item !== NO_VALUE);
    }
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

/** Deeper than any template that CloudFormation takes, and far from the end of the call stack. */
const MAX_DEPTH = 200;

function nearest(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return near ? `, did you mean '${near}'` : '';
}
