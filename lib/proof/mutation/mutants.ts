import type { MetricFilter } from '../../engine';
import { allowedStill, type TemplateModel } from '../../rehearsal';
import { COMPOSITE_MUTATIONS } from './composite-mutations';
import { FILTER_MUTATIONS } from './filter-mutations';
import { METRIC_ALARM_MUTATIONS } from './metric-alarm-mutations';
import type { Mutant, MutantKind, Mutation } from './mutant';

/**
 * Every alarm, filter, composite, topic and mute rule of a template, broken in every way that applies to it, one at a
 * time; but for alarms that the template allows never to go into ALARM. The same template gives the same mutants in the same order.
 */
export function mutants(model: TemplateModel): Mutant[] {
  const allowed = new Set(allowedStill(model).map(({ name }) => name));
  const isJudged = ({ kind, subject }: Mutant) =>
    (kind !== 'alarm' && kind !== 'composite') || !allowed.has(subject);
  return [
    ...model.alarms.flatMap((alarm, index) =>
      broken('alarm', alarm.alarmName, alarm, METRIC_ALARM_MUTATIONS, model, (to) => ({
        ...model,
        alarms: model.alarms.with(index, to),
      })),
    ),
    ...model.compositeAlarms.flatMap((alarm, index) =>
      broken('composite', alarm.alarmName, alarm, COMPOSITE_MUTATIONS, model, (to) => ({
        ...model,
        compositeAlarms: model.compositeAlarms.with(index, to),
      })),
    ),
    ...model.metricFilters.flatMap((filter, index) =>
      broken('filter', filterName(filter), filter, FILTER_MUTATIONS, model, (to) => ({
        ...model,
        metricFilters: model.metricFilters.with(index, to),
      })),
    ),
    ...droppedSubscriptions(model),
    ...droppedMuteRules(model),
  ].filter(isJudged);
}

/** How mutants name a filter: its name is its own only in its group. */
export const filterName = ({ filterName: name, logGroupName }: MetricFilter): string =>
  `${name} of ${logGroupName}`;

// --- internal ---

function broken<T>(
  kind: MutantKind,
  subject: string,
  item: T,
  mutations: readonly Mutation<T>[],
  model: TemplateModel,
  modelWith: (to: T) => TemplateModel,
): Mutant[] {
  const found = mutations.flatMap(({ operator, changes }) =>
    changes(item, model).map(({ to, ...change }) => ({
      kind,
      subject,
      operator,
      ...change,
      model: modelWith(to),
    })),
  );
  // `1 of 3` is fewer evaluation periods' as well as fewer datapoints'.
  return [...new Map(found.toReversed().map((mutant) => [mutant.what, mutant])).values()].toReversed();
}

/** Incidents tell who is told by the topic, not which of its subscribers. */
function droppedSubscriptions(model: TemplateModel): Mutant[] {
  const topics = [...new Set(model.subscriptions.map(({ topicArn }) => topicArn))];
  return topics.map((topic) => ({
    kind: 'topic',
    subject: topic.slice(topic.lastIndexOf(':') + 1),
    operator: 'subscription-dropped',
    what: 'no subscription',
    shown: 'it is told of something, expected with `notified`',
    model: { ...model, subscriptions: model.subscriptions.filter(({ topicArn }) => topicArn !== topic) },
  }));
}

function droppedMuteRules(model: TemplateModel): Mutant[] {
  return model.muteRules.map((rule, index) => ({
    kind: 'mute-rule',
    subject: rule.name,
    operator: 'mute-rule-dropped',
    what: 'no mute rule',
    shown: 'one of its alarms goes into ALARM while it mutes, and nobody is told',
    model: { ...model, muteRules: model.muteRules.toSpliced(index, 1) },
  }));
}
