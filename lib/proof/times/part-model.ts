import {
  type AlarmState,
  alarmNameOf,
  alarmReach,
  type CompositeAlarm,
  type MetricAlarm,
  type Model,
} from '../../engine';
import { actionName, hasUnknown, type TemplateModel } from '../../rehearsal';

/** As much of a template as decides who is told of one alarm. */
export interface PartModel {
  /** The alarm, the composites above it, and what else those read, which stays in OK. */
  readonly model: Model;
  /** ARN and name of the topic by which the first person is told; absent where nobody is. */
  readonly topicArn?: string;
  readonly topic?: string;
  /** Why nobody is told, or that it is not known who is. */
  readonly note?: string;
  /** The alarm by which; any of them unless given. */
  readonly by?: string;
  /** States of alarms that the template does not have. @default they are not known */
  readonly elsewhere?: Readonly<Record<string, AlarmState>>;
}

export function partModel(model: TemplateModel, alarm: MetricAlarm): PartModel {
  const part = modelAround(alarm, model);
  return { model: part, ...whoIsTold([alarm, ...part.compositeAlarms], model) };
}

/** The composites whose state or actions an alarm decides about, directly or through others. */
export function compositesAbove(alarmName: string, composites: readonly CompositeAlarm[]): CompositeAlarm[] {
  return composites.filter((composite) =>
    alarmReach(composite.alarmName, { compositeAlarms: composites })
      .map(alarmNameOf)
      .some((name) => name === alarmName && name !== composite.alarmName),
  );
}

/** The topic of the first of some alarms that has one; one with a subscriber before any other. */
export function whoIsTold(
  alarms: readonly (MetricAlarm | CompositeAlarm)[],
  { topics, subscriptions }: TemplateModel,
): Omit<PartModel, 'model'> {
  const heard = new Set(subscriptions.map(({ topicArn }) => topicArn));
  const known = new Set(topics.map(({ topicArn }) => topicArn));
  const acting = alarms.filter(({ actionsEnabled }) => actionsEnabled);
  const arns = acting.flatMap(({ alarmActions }) => alarmActions).filter(mayBeTopic);
  const found = arns.find((arn) => heard.has(arn)) ?? arns.find((arn) => !known.has(arn));
  if (found === undefined) {
    const off = alarms.some(({ actionsEnabled }) => !actionsEnabled) && acting.length === 0;
    const why = off ? 'its actions are off' : 'no topic is told';
    return { note: arns.length > 0 ? `${actionName(arns[0]!)} has no subscriber` : why };
  }
  const topic = actionName(found);
  const note = heard.has(found) ? {} : { note: `who subscribes to ${topic} is not known` };
  return { topicArn: found, topic, ...note };
}

/** An alarm without data, which keeps its state: nobody tells it anything. */
export const asleep = ({ metrics: _, ...alarm }: MetricAlarm): MetricAlarm => ({
  ...alarm,
  metric: { namespace: 'Nothing', metricName: 'nothing', dimensions: {}, stat: 'Sum', period: 60 },
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: 'ignore',
  actionsEnabled: false,
});

// --- internal ---

const TOPIC = /^arn:[^:]*:sns:/;

/** An import, or a parameter without a value, is not known to be anything else. */
const mayBeTopic = (action: string): boolean =>
  TOPIC.test(action) || (hasUnknown(action) && !action.startsWith('arn:'));

function modelAround(alarm: MetricAlarm, model: TemplateModel): Model {
  const composites = compositesAbove(alarm.alarmName, model.compositeAlarms);
  const reached = new Set(composites.flatMap(({ alarmName }) => alarmReach(alarmName, model)));
  const others = model.alarms.filter((one) => one !== alarm && reached.has(one.alarmName));
  const below = model.compositeAlarms.filter(({ alarmName }) => reached.has(alarmName));
  return {
    region: model.region,
    accountId: model.accountId,
    metricFilters: [],
    alarms: [alarm, ...others.map(asleep)],
    compositeAlarms: [...new Set([...composites, ...below])],
    subscriptions: model.subscriptions,
    muteRules: [],
    logGroups: [],
  };
}
