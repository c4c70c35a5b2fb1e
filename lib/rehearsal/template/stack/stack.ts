import { lookUp } from '../../../text/look-up';
import { Resolver } from '../intrinsics/resolver';
import type { Scope } from '../intrinsics/scope';
import { labelOf, Unknown, type UnknownFacts, unknownLabels } from '../intrinsics/unknown';
import { isRecord } from '../is-record';
import { sectionsOf, type TemplateSections } from '../source/template-sections';
import { attempt, templateError } from '../template-error';
import type { Assumptions } from './assumptions';
import { Conditions } from './conditions';
import { attributeOf, type Identity, refOf } from './identity/identity';
import { identityOf } from './identity/identity-of';
import { Memo } from './memo';
import { nearest } from './nearest';
import type { StackParameters } from './parameters';
import { partitionOf, pseudoParameters, urlSuffixOf } from './pseudo-parameters';
import { type LeftOutResource, type RawResource, rawResource } from './raw-resource';
import { type Referrer, referrers } from './references';
import { ofCustomResource, ofExport, ofNested, ofOutput } from './unsaid-facts';

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
  private readonly pseudo: ReadonlyMap<string, unknown>;
  private readonly links: StackLinks;
  private readonly memo = new Memo();
  private readonly resolver = new Resolver(this);
  private readonly named: Conditions;
  /** Logical id to what references to it gave. */
  private readonly given = new Map<string, Set<string>>();
  private referrersFound: ReadonlyMap<string, readonly Referrer[]> | undefined;

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
    this.named = new Conditions({
      stackName: options.stackName,
      bodies: this.sections.Conditions,
      memo: this.memo,
      resolve: (value, where) => this.resolve(value, where),
      comparisons: assumed?.comparisons,
    });
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
      const raw = isRecord(body) ? rawResource(logicalId, body) : undefined;
      if (!raw || !isRecord(body) || this.resource(logicalId)) return [];
      return [{ logicalId, type: raw.type, condition: String(body.Condition) }];
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
    return [...this.named.undecidedNames];
  }

  /** JSON of the comparisons that nothing decided but an assumption. */
  get undecidedComparisons(): ReadonlySet<string> {
    return this.named.undecidedComparisons;
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
    return this.resolver.resolve(value, where);
  }

  /** Evaluates intrinsic functions until the value is a plain one; its members stay as they are. */
  resolveHead(value: unknown, where: string): unknown {
    return this.resolver.resolveHead(value, where);
  }

  ref(name: string, where: string): unknown {
    if (this.pseudo.has(name)) {
      const assumed = this.named.isOpen ? this.assumed?.pseudo.get(name) : undefined;
      return assumed ?? this.pseudo.get(name);
    }
    if (this.parameters.has(name)) {
      const { value, unknown } = this.parameters.value(name, where);
      return unknown ? this.unknown(unknown) : value;
    }
    const resource = this.existing(name, where, [...this.parameters.names(), ...this.pseudo.keys()]);
    return this.memo.once(`Ref ${name}`, where, () =>
      this.note(name, refOf(resource.type, this.identity(resource, where))),
    );
  }

  attribute(name: string, attribute: string, where: string): unknown {
    const resource = this.existing(name, where, []);
    if (resource.type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) {
      return this.nestedOutput(resource, attribute.slice('Outputs.'.length), where);
    }
    return this.memo.once(`GetAtt ${name}.${attribute}`, where, () => {
      const value = attributeOf(resource.type, attribute, this.identity(resource, where));
      return value === undefined ? this.unknown(ofCustomResource(name, attribute)) : this.note(name, value);
    });
  }

  /** Whether a named condition holds. */
  condition(name: string, where: string): boolean {
    return this.named.holds(name, where);
  }

  /** Whether a condition expression holds: a function, `{ Condition: name }` or a boolean. */
  test(value: unknown, where: string): boolean {
    return this.named.test(value, where);
  }

  undecided(expression: unknown): boolean {
    return this.named.undecided(expression);
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
    return this.memo.once(`output ${name}`, where, () =>
      this.resolve(body.Value, `${this.stackName}/${name}.Value`),
    );
  }

  importValue(name: string, where: string): unknown {
    return this.links.importValue(name, where) ?? this.unknown(ofExport(name));
  }

  stackOutput(stackName: string, output: string, where: string): unknown {
    return this.links.stackOutput(stackName, output, where) ?? this.unknown(ofOutput(stackName, output));
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
    const { logicalId, properties } = resource;
    const property = (name: string): string | undefined => {
      if (properties[name] === undefined) return undefined;
      const value = this.memo.once(`${logicalId}.${name}`, where, () =>
        this.resolve(properties[name], `${this.stackName}/${logicalId}.Properties.${name}`),
      );
      if (value instanceof Unknown) return value.text;
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    };
    return identityOf(resource, this, property, this.links.queueUrl);
  }

  private resource(logicalId: string): RawResource | undefined {
    const body = lookUp(this.sections.Resources, logicalId);
    const raw = isRecord(body) ? rawResource(logicalId, body) : undefined;
    return raw && isRecord(body) && this.holds(logicalId, body) ? raw : undefined;
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
    return nested ? nested.output(output, where) : this.unknown(ofNested(resource.logicalId, output));
  }

  /** Remembers what a reference to a resource gave. */
  private note(logicalId: string, value: string): string {
    const values = this.given.get(logicalId);
    if (values) values.add(value);
    else this.given.set(logicalId, new Set([value]));
    return value;
  }
}
