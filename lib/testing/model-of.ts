import {
  type Incident,
  parseIncident,
  readIncident,
  readTemplates,
  type TemplateModel,
  templateSources,
} from '../rehearsal';

/**
 * Whatever a test has of a template: CDK's `Template.fromStack(stack)`, the parsed template, the path of a
 * template or of a folder that cdk synth wrote, or a model that was read before.
 */
export type TemplateLike = { toJSON(): unknown } | TemplateModel | Readonly<Record<string, unknown>> | string;

/** The path of an incident file, an incident that was read before, or the content of a file as an object. */
export type IncidentLike = Incident | Readonly<Record<string, unknown>> | string;

export function modelOf(template: TemplateLike): TemplateModel {
  if (typeof template === 'string') return readTemplates(templateSources(template));
  if (isModel(template)) return template;
  const { toJSON } = template as { toJSON?: unknown };
  const parsed = typeof toJSON === 'function' ? toJSON.call(template) : template;
  return readTemplates([{ template: parsed }]);
}

export function incidentOf(incident: IncidentLike): Incident {
  if (typeof incident === 'string') return readIncident(incident);
  // JSON is YAML; a trip through text gives the same checks and the same messages as a file.
  return isIncident(incident) ? incident : parseIncident('incident', JSON.stringify(incident, undefined, 2));
}

// --- internal ---

function isModel(template: object): template is TemplateModel {
  return 'alarms' in template && 'compositeAlarms' in template && 'resources' in template;
}

function isIncident(incident: object): incident is Incident {
  return 'expectations' in incident;
}
