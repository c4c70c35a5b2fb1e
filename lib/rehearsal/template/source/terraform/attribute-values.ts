import { lookUp } from '../../../../text/look-up';
import { Unsaid } from '../../intrinsics/unsaid';
import { isRecord } from '../../is-record';
import { join, type ModuleScope } from './configuration';
import type { Instance, Values } from './document';
import { referencesOf, sourcesOf, textOf, type ValueSource } from './references';

/** What is needed to say where a value comes from that is known only after apply. */
export interface Surroundings {
  readonly scope: ModuleScope | undefined;
  /** The resource in the configuration; undefined for a state, where everything is known. */
  readonly config: Values | undefined;
  /** The value of an attribute of another resource, as CloudFormation refers to it; undefined when it is known. */
  readonly referTo: (address: string, attribute: string) => unknown;
  /** A value that another resource has and that is known. */
  readonly knownOf: (address: string, attribute: string) => unknown;
}

/**
 * The attributes of a resource, with a reference or an {@link Unsaid} in place of each that is known only after apply.
 * What the provider computes, which the configuration does not set, is left out.
 */
export function attributeValues(instance: Instance, around: Surroundings): Values {
  const expressions = isRecord(around.config?.expressions) ? around.config.expressions : {};
  const reader = new Reader(instance, around);
  return Object.fromEntries(
    [...new Set([...Object.keys(instance.values), ...Object.keys(instance.unknown)])].flatMap((name) => {
      const unknown = lookUp(instance.unknown, name);
      const expression = lookUp(expressions, name);
      if (unknown === true && expression === undefined) return [];
      return [[name, reader.merged(lookUp(instance.values, name), unknown, expression, [name])]];
    }),
  );
}

/** A value that is known only after apply. */
export function afterApply(label: string): Unsaid {
  return new Unsaid({ cause: 'apply', label, what: `known only after apply (${label})` });
}

// --- internal ---

/** Attributes that are lists, so that one that is not known at all is taken to have each thing that it refers to. */
const LISTS = new Set(['alarm_actions', 'ok_actions', 'insufficient_data_actions', 'alarm_names']);

/** Attributes that name another resource, so that a reference in them is all of it; other texts may have more to them. */
const NAMING = new Set([
  ...LISTS,
  'alarm',
  'arn',
  'autoscaling_group_name',
  'cloudwatch_alarm_name',
  'cluster',
  'destination_arn',
  'dimensions',
  'endpoint',
  'event_source_arn',
  'function_name',
  'kms_key_id',
  'kms_master_key_id',
  'log_group',
  'log_group_name',
  'role',
  'rule',
  'source_arn',
  'target_arn',
  'target_key_id',
  'topic_arn',
]);

class Reader {
  constructor(
    private readonly instance: Instance,
    private readonly around: Surroundings,
  ) {}

  merged(value: unknown, unknown: unknown, expression: unknown, path: readonly (string | number)[]): unknown {
    if (unknown === true) return this.leaf(expression, path);
    if (Array.isArray(value)) return this.list(value, unknown, expression, path);
    if (!isRecord(value) && !isRecord(unknown)) return value;
    const [known, open] = [isRecord(value) ? value : {}, isRecord(unknown) ? unknown : {}];
    const isOnly = Object.values(open).filter((one) => one === true).length === 1;
    return Object.fromEntries(
      [...new Set([...Object.keys(known), ...Object.keys(open)])].map((name) => {
        const inner = referencesOf(expression)
          ? expression
          : isRecord(expression)
            ? lookUp(expression, name)
            : undefined;
        const at = [...path, name];
        // Which of several references a member is made of is not said.
        const unknown = lookUp(open, name);
        const isMixed = unknown === true && inner === expression && !isOnly;
        return [
          name,
          isMixed ? this.opaque(inner, at) : this.merged(lookUp(known, name), unknown, inner, at),
        ];
      }),
    );
  }

  private list(
    items: readonly unknown[],
    unknown: unknown,
    expression: unknown,
    path: readonly (string | number)[],
  ): unknown[] {
    const open = Array.isArray(unknown) ? unknown : [];
    const sources = this.sources(expression);
    const isEach = open.filter((one) => one === true).length === sources.length;
    const left = [...sources];
    return items.map((item, index) => {
      const at = [...path, index];
      if (open[index] !== true)
        return this.merged(item, open[index], blockOf(expression, item, items.length), at);
      return isEach ? this.valueOf(left.shift()!, expression) : this.opaque(expression, at);
    });
  }

  private leaf(expression: unknown, path: readonly (string | number)[]): unknown {
    const sources = this.sources(expression);
    if (LISTS.has(String(path.at(-1))) && sources.length > 0) {
      return sources.map((one) => this.valueOf(one, expression));
    }
    const [only] = sources;
    const isDirect = sources.length === 1 && only!.kind === 'attribute' && !this.isKnown(only!);
    return isDirect && this.isNaming(path) ? this.valueOf(only!, expression) : this.opaque(expression, path);
  }

  private isNaming(path: readonly (string | number)[]): boolean {
    const isOwnName = this.instance.type === 'aws_lambda_function' && path[0] === 'function_name';
    return !isOwnName && path.some((step) => NAMING.has(String(step)));
  }

  private valueOf(source: ValueSource, expression: unknown): unknown {
    if (source.kind === 'other') return afterApply(`${source.label}${this.indexIn(expression)}`);
    const { address, attribute } = source;
    return this.around.knownOf(address, attribute) ?? this.around.referTo(address, attribute);
  }

  /** The key of the resource, where the expression has it: it makes another value of each. */
  private indexIn(expression: unknown): string {
    if (!referencesOf(expression)?.some((one) => /^(each|count)\b/.test(one))) return '';
    const { address, module, type, name } = this.instance;
    return address.slice(join(module, `${type}.${name}`).length);
  }

  /** An expression of a value that is known and does not come out as known has more to it. */
  private isKnown(source: ValueSource): boolean {
    return source.kind === 'attribute' && this.around.knownOf(source.address, source.attribute) !== undefined;
  }

  /** The same wherever the same references are used in the same place. */
  private opaque(expression: unknown, path: readonly (string | number)[]): Unsaid {
    const sources = this.sources(expression);
    const place = path.filter((step) => typeof step === 'string').join('.');
    if (sources.length === 0) return afterApply(`${this.instance.address}.${path.join('.')}`);
    return afterApply(`${place}${this.indexIn(expression)} of ${sources.map(textOf).sort().join(' ')}`);
  }

  private sources(expression: unknown): ValueSource[] {
    const references = referencesOf(expression);
    return references && this.around.scope ? sourcesOf(references, this.around.scope) : [];
  }
}

/** The block of the configuration that an item is made of: that of its id, or the only one. */
function blockOf(expression: unknown, item: unknown, items: number): unknown {
  if (!Array.isArray(expression)) return expression;
  const id = isRecord(item) ? item.id : undefined;
  const named = expression.find((one) => isRecord(one) && isRecord(one.id) && one.id.constant_value === id);
  return id !== undefined && named
    ? named
    : items === 1 && expression.length === 1
      ? expression[0]
      : undefined;
}
