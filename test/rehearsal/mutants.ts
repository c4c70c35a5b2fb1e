import type { CompositeAlarm, MetricAlarm, MetricStat } from '../../lib/engine';
import type { TemplateModel } from '../../lib/rehearsal';

/** A template with one thing about one alarm that is wrong. */
export interface Mutant {
  readonly name: string;
  readonly alarmName: string;
  readonly model: TemplateModel;
}

/** Every alarm of a template, broken in every way that applies to it, one at a time. */
export function mutants(model: TemplateModel): Mutant[] {
  return [
    ...model.alarms.flatMap((alarm, index) =>
      METRIC_MUTATIONS.flatMap(([what, mutate]) =>
        mutate(alarm, model).map((mutated) => ({
          name: `${alarm.alarmName}: ${what}`,
          alarmName: alarm.alarmName,
          model: { ...model, alarms: model.alarms.with(index, mutated) },
        })),
      ),
    ),
    ...model.compositeAlarms.flatMap((alarm, index) =>
      COMPOSITE_MUTATIONS.flatMap(([what, mutate]) =>
        mutate(alarm, model).map((mutated) => ({
          name: `${alarm.alarmName}: ${what}`,
          alarmName: alarm.alarmName,
          model: { ...model, compositeAlarms: model.compositeAlarms.with(index, mutated) },
        })),
      ),
    ),
  ];
}

// --- internal ---

/** Gives the broken alarms; none when the mutation does not apply. */
type Mutation<T> = readonly [what: string, mutate: (alarm: T, model: TemplateModel) => T[]];

const ACTION_MUTATIONS: readonly Mutation<MetricAlarm | CompositeAlarm>[] = [
  ['no action', (alarm) => (alarm.alarmActions.length > 0 ? [{ ...alarm, alarmActions: [] }] : [])],
  [
    'the action of another severity',
    (alarm, { topics }) => {
      const other = topics.find(({ topicArn }) => !alarm.alarmActions.includes(topicArn));
      return alarm.alarmActions.length > 0 && other ? [{ ...alarm, alarmActions: [other.topicArn] }] : [];
    },
  ],
  [
    'actions switched off',
    (alarm) => (alarm.alarmActions.length > 0 ? [{ ...alarm, actionsEnabled: false }] : []),
  ],
];

const METRIC_MUTATIONS: readonly Mutation<MetricAlarm>[] = [
  ['threshold doubled, or one more', (alarm) => [{ ...alarm, threshold: alarm.threshold * 2 || 1 }]],
  [
    'comparison turned round',
    (alarm) => [
      {
        ...alarm,
        comparisonOperator: alarm.comparisonOperator.startsWith('Greater')
          ? 'LessThanThreshold'
          : 'GreaterThanThreshold',
      },
    ],
  ],
  [
    'another dimension, or another value of one',
    (alarm) =>
      onEachMetric(alarm, (metric) => {
        const [first] = Object.entries(metric.dimensions);
        const broken = first ? { [first[0]]: `${first[1]}x` } : { Unknown: 'x' };
        return { ...metric, dimensions: { ...metric.dimensions, ...broken } };
      }),
  ],
  [
    'another metric',
    (alarm) => onEachMetric(alarm, (metric) => ({ ...metric, metricName: `${metric.metricName}x` })),
  ],
  ...(ACTION_MUTATIONS as readonly Mutation<MetricAlarm>[]),
];

const COMPOSITE_MUTATIONS: readonly Mutation<CompositeAlarm>[] = [
  ['rule negated', (alarm) => [{ ...alarm, alarmRule: `NOT (${alarm.alarmRule})` }]],
  ...(ACTION_MUTATIONS as readonly Mutation<CompositeAlarm>[]),
];

/** An alarm on one metric gives one mutant, metric math one for each of its metrics. */
function onEachMetric(alarm: MetricAlarm, change: (metric: MetricStat) => MetricStat): MetricAlarm[] {
  if (alarm.metric) return [{ ...alarm, metric: change(alarm.metric) }];
  const queries = alarm.metrics ?? [];
  return queries.flatMap((query, index) =>
    query.metricStat
      ? [{ ...alarm, metrics: queries.with(index, { ...query, metricStat: change(query.metricStat) }) }]
      : [],
  );
}
