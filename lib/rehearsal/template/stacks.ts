import { nestedTemplatePath } from './assets';
import { stackParameters } from './parameters';
import { Resource } from './resource';
import { Stack, type StackLinks } from './stack';
import { TemplateError, templateError } from './template-error';
import type { Unsupported } from './template-model';
import { isRecord, type OpenTemplate, openTemplate, type TemplateSource } from './template-source';

export interface ReadOptions {
  /** Values of parameters; each must be declared by at least one of the templates. */
  readonly parameters?: Readonly<Record<string, unknown>>;
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
}

/** Opens the templates, links exports with imports, and goes into nested stacks. */
export function openStacks(sources: readonly TemplateSource[], options: ReadOptions): OpenStacks {
  const templates = sources.map(openTemplate);
  refuseUnknownParameters(templates, options.parameters ?? {});
  const stacks: Stack[] = [];
  const unsupported: Unsupported[] = [];
  const nested = new Map<string, Stack>();
  const links: StackLinks = {
    importValue: (name, where) => importValue(stacks, name, where),
    stackOutput: (stackName, output, where) => stackOutput(stacks, stackName, output, where),
    nested: (stack, logicalId) => nested.get(`${stack.stackName}/${logicalId}`),
    queueUrl: options.queueUrl,
  };
  for (const template of templates) open(template, template.source.parameters ?? {}, 0);
  return { stacks, unsupported };

  function open(template: OpenTemplate, parameters: Readonly<Record<string, unknown>>, depth: number): Stack {
    const { source, stackName } = template;
    if (stacks.some((stack) => stack.stackName === stackName)) {
      throw templateError('duplicate', stackName, 'two templates have this stack name; name one differently');
    }
    const directory = options.assetDirectory ?? template.directory;
    const stack = new Stack({
      stackName,
      ...(directory === undefined ? {} : { directory }),
      ...(template.file === undefined ? {} : { file: template.file }),
      region: options.region ?? source.region ?? 'us-east-1',
      accountId: options.accountId ?? source.accountId ?? '123456789012',
      template: template.template,
      parameters: stackParameters(
        template.template.Parameters,
        { ...options.parameters, ...parameters },
        stackName,
      ),
      links,
    });
    stacks.push(stack);
    noteMacros(template, unsupported);
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
    const path = nestedTemplatePath(resource);
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

/** Parameters that a nested stack cannot be given are its own problem, when it uses them. */
function nestedParameters({ properties, logicalId, type }: Resource, unsupported: Unsupported[]) {
  const values: Record<string, unknown> = {};
  const parameters = properties.object('Parameters');
  for (const name of parameters?.names() ?? []) {
    try {
      const value = parameters!.any(name);
      if (value !== undefined) values[name] = value;
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const [problem] = error.problems;
      unsupported.push({
        logicalId,
        type,
        reason: `parameter ${name} has no value here: ${problem?.message}`,
      });
    }
  }
  return values;
}

/** Macros run in AWS: what they would add cannot be seen here, and is said. */
function noteMacros({ template }: OpenTemplate, unsupported: Unsupported[]): void {
  const transforms = [template.Transform ?? []].flat().map((name) => (isRecord(name) ? name.Name : name));
  for (const name of transforms) {
    if (name === 'AWS::LanguageExtensions') continue;
    unsupported.push({
      logicalId: 'Transform',
      type: String(name),
      reason: 'macros are expanded by CloudFormation; give the processed template to see what they add',
    });
  }
  const resources = isRecord(template.Resources) ? Object.keys(template.Resources) : [];
  for (const loop of resources.filter((key) => key.startsWith('Fn::'))) {
    const reason = 'loops are expanded by CloudFormation; give the processed template';
    unsupported.push({ logicalId: loop, type: 'AWS::LanguageExtensions', reason });
  }
}

function importValue(stacks: readonly Stack[], name: string, where: string): unknown {
  for (const stack of stacks) {
    for (const exported of stack.exports()) {
      const exportName = stack.resolve(exported.name, `${stack.stackName}/${exported.output}.Export.Name`);
      if (exportName === name) return stack.output(exported.output, where);
    }
  }
  throw templateError(
    'unresolved',
    where,
    `no template exports '${name}'; give the template of the stack that does`,
  );
}

function stackOutput(stacks: readonly Stack[], stackName: string, output: string, where: string): unknown {
  const stack = stacks.find((candidate) => candidate.stackName === stackName);
  if (stack) return stack.output(output, where);
  throw templateError(
    'unresolved',
    where,
    `needs output '${output}' of stack '${stackName}'; give its template too`,
  );
}
