import { lookUp } from '../../text/look-up';
import type { Expectation, Incident, IncidentSignal, MetricSource } from '../incident';
import { isGeneratedName, type TemplateModel, type TemplateResource } from '../template';
import { logicalIdsOf } from './construct-path';
import { metricsOf } from './metric-readers';

/**
 * The incident with physical names where it has other names of the template's resources: alarms, topics, log groups and
 * values of dimensions. These are logical ids, paths of the CDK's constructs, and generated names that the resource has
 * in a stack of another name, since a stack is not called the same in a test as on the command line. A name that the
 * template has as such is taken as it is, and so is one that several resources have.
 */
export function withPhysicalNames(incident: Incident, model: TemplateModel): Incident {
  return {
    ...incident,
    signals: incident.signals.map((signal) => signalByName(signal, model)),
    expectations: incident.expectations.map((expectation) => expectationByName(expectation, model)),
  };
}

/** The name of the alarm that a text means; the text itself where it means none. */
export const alarmNameOf = (text: string, model: TemplateModel): string => nameOf(text, ALARM, model);

// --- internal ---

const ALARM = /^AWS::CloudWatch::\w*Alarm$/;
const TOPIC = /^AWS::SNS::Topic$/;
const LOG_GROUP = /^AWS::(Logs::LogGroup|Lambda::Function)$/;

function expectationByName(expectation: Expectation, model: TemplateModel): Expectation {
  if (expectation.kind === 'quiet' || expectation.kind === 'silent') return expectation;
  const { alarm } = expectation;
  const named = alarm === undefined ? {} : { alarm: nameOf(alarm, ALARM, model) };
  if (expectation.kind !== 'notified') return { ...expectation, ...named } as Expectation;
  return { ...expectation, ...named, notified: nameOf(expectation.notified, TOPIC, model) };
}

function signalByName(signal: IncidentSignal, model: TemplateModel): IncidentSignal {
  if (signal.kind === 'metric') return metricByName(signal, model);
  if (signal.kind !== 'log') return signal;
  return { ...signal, logGroupName: groupOf(signal.logGroupName, model) };
}

/** A function's logical id stands for the group that it writes to. */
function groupOf(group: string, model: TemplateModel): string {
  const one = resourceOf(group, LOG_GROUP, model);
  if (one?.type !== 'AWS::Lambda::Function') return one?.name ?? group;
  return model.functions.find(({ functionName }) => functionName === one.name)?.logGroupName ?? group;
}

/** Of what references to a resource give, a dimension has the one that an alarm reads, else the resource's name. */
function metricByName(metric: MetricSource, model: TemplateModel): MetricSource {
  const read = model.alarms
    .flatMap(metricsOf)
    .filter(
      ({ namespace, metricName }) => namespace === metric.namespace && metricName === metric.metricName,
    );
  const physical = (dimension: string, value: string): string => {
    const isRead = (one: string) => read.some(({ dimensions }) => lookUp(dimensions, dimension) === one);
    const resource = isRead(value) ? undefined : resourceOf(value, /./, model);
    return resource?.references?.find(isRead) ?? resource?.name ?? value;
  };
  const dimensions = Object.fromEntries(
    Object.entries(metric.dimensions).map(([name, value]) => [name, physical(name, value)]),
  );
  return { ...metric, dimensions };
}

function nameOf(text: string, type: RegExp, model: TemplateModel): string {
  return resourceOf(text, type, model)?.name ?? text;
}

function resourceOf(text: string, type: RegExp, { resources }: TemplateModel) {
  const typed = resources.filter((one) => type.test(one.type));
  if (typed.some(({ name }) => name === text)) return undefined;
  for (const means of [
    isOneOf([text]),
    (one: TemplateResource) => isGeneratedName(text, one),
    isOneOf(logicalIdsOf(text)),
  ]) {
    const found = typed.filter(means);
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}

const isOneOf =
  (ids: readonly string[]) =>
  ({ logicalId }: TemplateResource): boolean =>
    ids.includes(logicalId);
