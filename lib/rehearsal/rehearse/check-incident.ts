import { isAlertTopic, realmNames } from '../../contract';
import { otherAlarms } from '../../engine';
import { closest, nearestFew } from '../../text';
import type { Expectation, Incident } from '../incident';
import { IncidentError, type IncidentProblem } from '../incident';
import { mayBeEqual, type TemplateModel, unknownLabels } from '../template';
import { actionName } from './judge';
import { logGroupOf } from './signals-of';

/**
 * Holds an incident against the template that it is to be played against.
 *
 * @throws {IncidentError} with every alarm, topic and log group that the template does not have
 */
export function checkIncident(incident: Incident, model: TemplateModel): void {
  const problems = [
    ...unknownAlarms(incident, model),
    ...notElsewhere(incident, model),
    ...unknownTopics(incident, model),
    ...unknownGroups(incident, model),
  ];
  if (problems.length > 0) throw new IncidentError(problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)));
}

/** Why no alarm of this name can be played; undefined when it can. */
export function alarmProblem(name: string, model: TemplateModel): string | undefined {
  const known = [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) => alarmName);
  if (known.includes(name)) return undefined;
  const unsupported = unsupportedReason(name, model);
  return unsupported
    ? `alarm '${name}' cannot be rehearsed: ${unsupported}`
    : `unknown alarm, got '${name}'${nearest(name, known)}, allowed: ${listed(name, known)}${missingValues(name, known, model)}`;
}

/**
 * The name of the topic that an expectation means: a name as it is, a severity of the incident's realm, or
 * one of whatever realm the template is for, if it is for one only.
 */
export function topicNameOf(
  notified: string,
  { realm, system }: Incident,
  known: ReadonlySet<string>,
): string {
  if (known.has(notified)) return notified;
  const own = realm === undefined ? notified : realmNames(realm, system).alertTopic(notified);
  if (known.has(own)) return own;
  const [topic, ...more] = [...known].filter((name) => isAlertTopic(name, notified));
  return topic === undefined || more.length > 0 ? own : topic;
}

/** Names of everything that an alarm of the template can tell. */
export function actionNames(model: TemplateModel): Set<string> {
  return new Set([
    ...model.topics.map(({ topicName }) => topicName),
    ...[...model.alarms, ...model.compositeAlarms].flatMap((alarm) =>
      [...alarm.alarmActions, ...alarm.okActions, ...alarm.insufficientDataActions].map(actionName),
    ),
  ]);
}

// --- internal ---

/** What would give an alarm this name: values of parameters that others are made of. */
function missingValues(name: string, known: readonly string[], { unknowns }: TemplateModel): string {
  const labels = new Set(known.filter((one) => mayBeEqual(one, name)).flatMap(unknownLabels));
  const missing = unknowns.filter(({ label }) => labels.has(label));
  const said = missing.map(
    ({ what, remedy }) => `${what} has no value${remedy === undefined ? '' : `: ${remedy}`}`,
  );
  return said.length === 0 ? '' : `; ${[...new Set(said)].join('; ')}`;
}

function alarmOf(expectation: Expectation): string | undefined {
  return 'alarm' in expectation ? expectation.alarm : undefined;
}

function unknownAlarms({ file, expectations }: Incident, model: TemplateModel): IncidentProblem[] {
  const problems = new Map<string, string | undefined>();
  return expectations.flatMap((expectation) => {
    const name = alarmOf(expectation);
    if (name === undefined) return [];
    if (!problems.has(name)) problems.set(name, alarmProblem(name, model));
    const message = problems.get(name);
    return message === undefined ? [] : [{ file, line: expectation.line, message }];
  });
}

/** Only what a composite alarm names and the template does not have is elsewhere. */
function notElsewhere({ file, elsewhere = {} }: Incident, model: TemplateModel): IncidentProblem[] {
  const names = Object.keys(elsewhere);
  if (names.length === 0) return [];
  const others = model.compositeAlarms.map((alarm) => otherAlarms(alarm, model));
  const known = [
    ...new Set(others.flatMap(({ children, suppressor }) => [...children, suppressor ?? []].flat())),
  ];
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const what = `elsewhere: no composite alarm names such an alarm that the template does not have, got '${name}'`;
      return {
        file,
        message: `${what}${nearest(name, known)}, allowed: ${listed(name, known)}${missingValues(name, known, model)}`,
      };
    });
}

function unsupportedReason(name: string, model: TemplateModel): string | undefined {
  const resource = model.resources.find((one) => one.name === name && one.type.endsWith('Alarm'));
  return model.unsupported.find(({ logicalId }) => logicalId === resource?.logicalId)?.reason;
}

function unknownTopics(incident: Incident, model: TemplateModel): IncidentProblem[] {
  const known = actionNames(model);
  const names = [...severitiesOf(incident, known), ...known];
  return incident.expectations.flatMap((expectation) => {
    if (expectation.kind !== 'notified') return [];
    const { notified, line } = expectation;
    if (known.has(topicNameOf(notified, incident, known))) return [];
    const message = `unknown topic, got '${notified}'${nearest(notified, names)}, allowed: ${listed(notified, names)}`;
    return [{ file: incident.file, line, message }];
  });
}

/** What an incident may say for the topics of its own realm. */
function severitiesOf({ realm, system }: Incident, known: ReadonlySet<string>): string[] {
  if (realm === undefined) return [];
  const prefix = realmNames(realm, system).alertTopic('');
  return [...known].flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}

function unknownGroups(incident: Incident, { logGroups }: TemplateModel): IncidentProblem[] {
  const known = logGroups.map(({ logGroupName }) => logGroupName);
  return incident.signals.flatMap((source) => {
    const group = logGroupOf(source, incident);
    if (group === undefined || known.includes(group)) return [];
    const message = `unknown log group, got '${group}'${nearest(group, known)}, allowed: ${listed(group, known)}`;
    return [{ file: incident.file, line: source.line, message }];
  });
}

function nearest(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return near ? `, did you mean '${near}'` : '';
}

function listed(name: string, known: readonly string[]): string {
  return nearestFew(name, known) || 'none, the template has none';
}
