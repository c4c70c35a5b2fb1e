import {
  type Incident,
  parseIncident,
  playableModel,
  readBranches,
  readIncident,
  readTemplates,
  type TemplateModel,
  type TemplateSource,
  templateSources,
} from '../rehearsal';

/**
 * Whatever a test has of a template: a stack, stage or app of the CDK, CDK's `Template.fromStack(stack)`, the parsed
 * template, the path of a template or of a folder that cdk synth wrote, or a model that was read before.
 */
export type TemplateLike =
  | ConstructLike
  | { toJSON(): unknown }
  | TemplateModel
  | Readonly<Record<string, unknown>>
  | string;

/** A construct of whatever copy of the CDK. */
export interface ConstructLike {
  readonly node: { readonly path: string; readonly scopes: readonly object[] };
}

/** The path of an incident file, an incident that was read before, or the content of a file as an object. */
export type IncidentLike = Incident | Readonly<Record<string, unknown>> | string;

/** The branch of its conditions that the defaults choose. */
export function modelOf(template: TemplateLike): TemplateModel {
  return isModel(template) ? template : playableModel(readTemplates(sourcesOf(template)));
}

/** Every branch of its conditions; of a model that was read before only its own. */
export function branchesOf(template: TemplateLike): TemplateModel[] {
  return isModel(template) ? [template] : readBranches(sourcesOf(template));
}

export function incidentOf(incident: IncidentLike): Incident {
  if (typeof incident === 'string') return readIncident(incident);
  // JSON is YAML; a trip through text gives the same checks and the same messages as a file.
  return isIncident(incident) ? incident : parseIncident('incident', JSON.stringify(incident, undefined, 2));
}

// --- internal ---

function sourcesOf(template: Exclude<TemplateLike, TemplateModel>): TemplateSource[] {
  if (typeof template === 'string') return templateSources(template);
  if (isConstruct(template)) return synthesised(template);
  const { toJSON } = template as { toJSON?: unknown };
  return [{ template: typeof toJSON === 'function' ? toJSON.call(template) : template }];
}

function isConstruct(template: object): template is ConstructLike {
  const { node } = template as { node?: { scopes?: unknown } };
  return Array.isArray(node?.scopes);
}

/** A stack as `cdk synth` writes it, of a stage or an app all stacks. */
function synthesised(construct: ConstructLike): TemplateSource[] {
  const { path, scopes } = construct.node;
  const stage = scopes.filter(isStage).at(-1);
  if (!stage) throw new Error(`${path || 'the stack'} is in no app, so it has no template`);
  const { directory, stacks } = stage.synth();
  if (isStage(construct)) return templateSources(directory);
  const { artifactId } = construct as { artifactId?: string };
  const stack = stacks.find(({ id }) => id === artifactId);
  if (!stack) throw new Error(`${path} is no stack, stage or app; give one of these`);
  return templateSources(directory).filter((source) => source.path === stack.templateFullPath);
}

/** What is used of a stage, and of the assembly that it is synthesised to. */
interface SynthesisedStage {
  synth(): {
    readonly directory: string;
    readonly stacks: readonly { readonly id: string; readonly templateFullPath: string }[];
  };
}

const isStage = (construct: object): construct is SynthesisedStage =>
  typeof (construct as { synth?: unknown }).synth === 'function';

function isModel(template: TemplateLike): template is TemplateModel {
  if (typeof template === 'string') return false;
  return 'alarms' in template && 'compositeAlarms' in template && 'resources' in template;
}

function isIncident(incident: object): incident is Incident {
  return 'expectations' in incident;
}
