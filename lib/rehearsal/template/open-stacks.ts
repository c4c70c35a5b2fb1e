import type { Unknown } from './intrinsics/unknown';
import { isRecord } from './is-record';
import { nestedTemplatePath } from './resources/assets';
import { Resource } from './resources/resource';
import { openSources } from './source/open-sources';
import { type OpenTemplate, openTemplate, type TemplateSource } from './source/template-source';
import type { Assumptions } from './stack/assumptions';
import { stackParameters } from './stack/parameters';
import { Stack, type StackLinks } from './stack/stack';
import { attempt, type TemplateProblem, templateError } from './template-error';
import type { Unsupported } from './template-model';

export interface ReadOptions {
  /** Values of parameters; each must be declared by at least one of the templates. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /**
   * The same as CloudFormation is given them, by name or by `Stack:Name`: of a parameter from Parameter Store the name
   * there, which says nothing of the value.
   */
  readonly deployedParameters?: Readonly<Record<string, unknown>>;
  /** Default: the source's own, else us-east-1. */
  readonly region?: string;
  /** Default: the source's own, else 123456789012. */
  readonly accountId?: string;
  /** Folder that asset paths are relative to; default: the template's. */
  readonly assetDirectory?: string;
  /** What Ref of a queue gives; default: the URL that AWS would give. */
  readonly queueUrl?: (queueName: string) => string;
}

/** Every stack of the sources, nested ones included, and what could not be opened. */
export interface OpenStacks {
  readonly stacks: readonly Stack[];
  readonly unsupported: readonly Unsupported[];
  /** By label. */
  readonly unknowns: ReadonlyMap<string, Unknown>;
}

/** Parses the templates and holds the given parameters against them. */
export function openTemplates(sources: readonly TemplateSource[], options: ReadOptions): OpenTemplate[] {
  const given = { ...options.deployedParameters, ...options.parameters };
  const templates = openSources(sources, given);
  refuseUnknownParameters(templates, options.parameters ?? {});
  return templates;
}

/**
 * Links exports with imports, and goes into nested stacks.
 *
 * @param assumed what a branch takes to hold, by stack name
 */
export function openStacks(
  templates: readonly OpenTemplate[],
  options: ReadOptions,
  assumed: ReadonlyMap<string, Assumptions> = new Map(),
): OpenStacks {
  const stacks: Stack[] = [];
  const unsupported: Unsupported[] = [];
  const nested = new Map<string, Stack>();
  const links: StackLinks = {
    importValue: (name, where) => importValue(stacks, name, where),
    stackOutput: (stackName, output, where) =>
      stacks.find((candidate) => candidate.stackName === stackName)?.output(output, where),
    nested: (stack, logicalId) => nested.get(`${stack.stackName}/${logicalId}`),
    queueUrl: options.queueUrl,
    unknowns: new Map(),
  };
  for (const template of templates) open(template, template.source.parameters ?? {}, 0);
  return { stacks, unsupported, unknowns: links.unknowns };

  function open(template: OpenTemplate, parameters: Readonly<Record<string, unknown>>, depth: number): Stack {
    const { source, stackName } = template;
    if (stacks.some((stack) => stack.stackName === stackName)) {
      throw templateError('duplicate', stackName, 'two templates have this stack name; name one differently');
    }
    const directory = options.assetDirectory ?? template.directory;
    const stack = new Stack(
      {
        stackName,
        ...(directory === undefined ? {} : { directory }),
        ...(template.file === undefined ? {} : { file: template.file }),
        region: options.region ?? source.region ?? 'us-east-1',
        accountId: options.accountId ?? source.accountId ?? '123456789012',
        fixed: {
          region: (options.region ?? source.region) !== undefined,
          accountId: (options.accountId ?? source.accountId) !== undefined,
        },
        template: template.template,
        ...(template.written ? { written: template.written } : {}),
        parameters: stackParameters(
          template.template.Parameters,
          {
            given: { ...options.parameters, ...parameters },
            deployed: depth > 0 ? {} : deployedIn(stackName, options.deployedParameters ?? {}),
          },
          stackName,
        ),
        links,
      },
      assumed.get(stackName),
    );
    // A value that was given and is not allowed is the user's mistake; a default is the template's.
    for (const name of stack.parameters.names()) {
      if (depth === 0 && stack.parameters.isGiven(name)) stack.parameters.value(name, stackName);
    }
    stacks.push(stack);
    unsupported.push(...template.unexpanded);
    for (const raw of stack.resources()) {
      if (raw.type === 'AWS::CloudFormation::Stack') openNested(new Resource(stack, raw), depth + 1);
    }
    return stack;
  }

  function openNested(resource: Resource, depth: number): void {
    const { stack, logicalId, type } = resource;
    if (depth > MAX_NESTING) {
      throw templateError('cyclic', resource.id, `stacks are nested more than ${MAX_NESTING} levels deep`);
    }
    const path = attempt([], () => nestedTemplatePath(resource));
    if (path === undefined) {
      unsupported.push({ logicalId, type, reason: 'the nested template is not beside this one' });
      return;
    }
    const template = openTemplate({ path, stackName: `${stack.stackName}-${logicalId}` });
    const source = { region: stack.region, accountId: stack.accountId };
    nested.set(resource.id, open({ ...template, source }, nestedParameters(resource, unsupported), depth));
  }
}

// --- internal ---

/** CloudFormation has no limit; a template that nests itself would never end. */
const MAX_NESTING = 10;

function refuseUnknownParameters(
  templates: readonly OpenTemplate[],
  given: Readonly<Record<string, unknown>>,
) {
  const declared = new Set(
    templates.flatMap(({ template }) =>
      isRecord(template.Parameters) ? Object.keys(template.Parameters) : [],
    ),
  );
  for (const name of Object.keys(given)) {
    if (declared.has(name)) continue;
    const known = [...declared].join(', ') || 'none';
    throw templateError('bad-parameter', name, `no template has this parameter; known: ${known}`);
  }
}

/** Of `Stack:Name` only the stack's own; a name alone is for every stack that has it. */
function deployedIn(
  stackName: string,
  deployed: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(deployed).flatMap(([key, value]) => {
      const [stack, name] = key.includes(':') ? key.split(':', 2) : [stackName, key];
      return stack === stackName ? [[name!, value]] : [];
    }),
  );
}

/** Parameters that a nested stack cannot be given are its own problem, when it uses them. */
function nestedParameters({ properties, logicalId, type }: Resource, unsupported: Unsupported[]) {
  const values = new Map<string, unknown>();
  const problems: TemplateProblem[] = [];
  const parameters = attempt(problems, () => properties.object('Parameters'));
  for (const name of parameters?.names() ?? []) {
    const value = attempt(problems, () => parameters!.any(name));
    if (value !== undefined) values.set(name, value);
  }
  for (const { where, message } of problems) {
    const name = where.slice(where.lastIndexOf('.') + 1);
    unsupported.push({ logicalId, type, reason: `parameter ${name} has no value here: ${message}` });
  }
  return Object.fromEntries(values);
}

function importValue(stacks: readonly Stack[], name: string, at: string): unknown {
  for (const stack of stacks) {
    for (const exported of stack.exports()) {
      const where = `${stack.stackName}/${exported.output}.Export.Name`;
      const exportName = attempt([], () => stack.resolve(exported.name, where));
      if (exportName === name) return stack.output(exported.output, at);
    }
  }
  return undefined;
}
