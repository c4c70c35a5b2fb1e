import {
  type Incident,
  parseIncident,
  readBranches,
  readIncident,
  readTemplates,
  type TemplateModel,
  type TemplateSource,
  templateSources,
} from '../rehearsal';

/**
 * Whatever a test has of a template: CDK's `Template.fromStack(stack)`, the parsed template, the path of a
 * template or of a folder that cdk synth wrote, or a model that was read before.
 */
export type TemplateLike = { toJSON(): unknown } | TemplateModel | Readonly<Record<string, unknown>> | string;

/** The path of an incident file, an incident that was read before, or the content of a file as an object. */
export type IncidentLike = Incident | Readonly<Record<string, unknown>> | string;

/** The branch of its conditions that the defaults choose. */
export function modelOf(template: TemplateLike): TemplateModel {
  return isModel(template) ? template : readTemplates(sourcesOf(template));
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
  const { toJSON } = template as { toJSON?: unknown };
  return [{ template: typeof toJSON === 'function' ? toJSON.call(template) : template }];
}

function isModel(template: TemplateLike): template is TemplateModel {
  if (typeof template === 'string') return false;
  return 'alarms' in template && 'compositeAlarms' in template && 'resources' in template;
}

function isIncident(incident: object): incident is Incident {
  return 'expectations' in incident;
}
