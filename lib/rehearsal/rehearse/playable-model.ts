import { alarmNameOf, createSimulation } from '../../engine';
import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import type { IncompleteAlarm, TemplateModel, Unsupported } from '../template';
import { withoutBlind } from '../template/blind-composites';
import { metricsOf } from './metric-readers';

/**
 * A model without what CloudWatch would refuse, which `unsupported` says in the engine's words: one bad alarm must not
 * hide the others. A composite of one that is refused is blind. A model that is taken as it is comes back as it is.
 */
export function playableModel(model: TemplateModel): TemplateModel {
  if (refusalOf(model) === undefined) return model;
  const refused: Unsupported[] = [];
  const empty = { ...model, alarms: [], compositeAlarms: [], metricFilters: [], muteRules: [] };
  const isTaken = (part: Partial<TemplateModel>, type: RegExp, name: string): boolean => {
    const reason = refusalOf({ ...empty, ...part });
    if (reason !== undefined) refused.push({ ...subjectOf(model, type, name), reason, cause: 'refused' });
    return reason === undefined;
  };
  const { first, later } = byName(model.alarms);
  const alarms = first.filter((alarm) => isTaken({ alarms: [alarm] }, ALARM, alarm.alarmName));
  const metricFilters = model.metricFilters.filter((filter) =>
    isTaken({ metricFilters: [filter] }, FILTER, filter.filterName),
  );
  const lost = model.alarms.filter((alarm) => !alarms.some((one) => one.alarmName === alarm.alarmName));
  const { sighted, blind } = withoutBlind(
    model.compositeAlarms,
    lost.map(({ alarmName }) => alarmName),
  );
  // A composite is judged with the others: it may be of one that comes after it.
  const all = { alarms, compositeAlarms: sighted };
  const compositeAlarms =
    refusalOf({ ...empty, ...all }) === undefined
      ? sighted
      : sighted.filter((one) => isTaken({ alarms, compositeAlarms: [one] }, COMPOSITE, one.alarmName));
  const played = new Set([...alarms, ...compositeAlarms].map(({ alarmName }) => alarmName));
  const muteRules = model.muteRules.filter((rule) => isTaken({ muteRules: [rule] }, MUTE_RULE, rule.name));
  return {
    ...model,
    alarms,
    compositeAlarms,
    metricFilters,
    muteRules,
    blindComposites: [...model.blindComposites, ...blind.map(({ alarm }) => alarm)],
    incompleteAlarms: [
      ...model.incompleteAlarms,
      ...[...model.alarms, ...model.compositeAlarms]
        .filter(({ alarmName }) => !played.has(alarmName))
        .map((alarm) => incomplete(alarm, model)),
    ],
    unsupported: [
      ...model.unsupported,
      ...refused,
      ...later.map(({ alarmName }) => ({
        ...subjectOf(model, ALARM, alarmName),
        reason: 'another alarm has its name; give one account and Region at a time',
      })),
      ...blind.map(({ alarm, reads }) => ({
        ...subjectOf(model, COMPOSITE, alarm.alarmName),
        reason: `it reads '${alarmNameOf(reads)}', which is left out`,
      })),
    ],
  };
}

/** Whether AWS would not take a part that is left out, so that nothing proves the template which it is of. */
export const isRefused = ({ cause }: Unsupported): boolean => cause !== undefined && cause !== 'unknown';

// --- internal ---

const ALARM = /^AWS::CloudWatch::Alarm$/;
const COMPOSITE = /^AWS::CloudWatch::CompositeAlarm$/;
const FILTER = /^AWS::Logs::MetricFilter$/;
const MUTE_RULE = /^AWS::CloudWatch::AlarmMuteRule$/;

/** Why CloudWatch would refuse something of a model; undefined when it takes all of it. */
function refusalOf(model: TemplateModel): string | undefined {
  try {
    createSimulation(model, { start: 0 });
    return undefined;
  } catch (error) {
    return `CloudWatch refuses it: ${(error as Error).message}`;
  }
}

function subjectOf(
  { resources }: TemplateModel,
  type: RegExp,
  name: string,
): Pick<Unsupported, 'logicalId' | 'type'> {
  const found = resources.findLast((one) => type.test(one.type) && one.name === name);
  return { logicalId: found?.logicalId ?? name, type: found?.type ?? type.source.slice(1, -1) };
}

function incomplete(alarm: MetricAlarm | CompositeAlarm, model: TemplateModel): IncompleteAlarm {
  const { alarmName, alarmArn, alarmActions, okActions, insufficientDataActions } = alarm;
  const isComposite = 'alarmRule' in alarm;
  return {
    ...subjectOf(model, isComposite ? COMPOSITE : ALARM, alarmName),
    ...{ alarmName, alarmArn, alarmActions, okActions, insufficientDataActions },
    reads: isComposite ? [] : metricsOf(alarm),
  };
}

/** CloudWatch has one alarm of a name. */
function byName(alarms: readonly MetricAlarm[]): { first: MetricAlarm[]; later: MetricAlarm[] } {
  const isFirst = (alarm: MetricAlarm) =>
    alarms.find(({ alarmName }) => alarmName === alarm.alarmName) === alarm;
  return { first: alarms.filter(isFirst), later: alarms.filter((alarm) => !isFirst(alarm)) };
}
