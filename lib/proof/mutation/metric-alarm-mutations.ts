import {
  type ComparisonOperator,
  type MetricAlarm,
  type MetricDataQuery,
  type MetricStat,
  neverMissing,
  type TreatMissingData,
} from '../../engine';
import { periodOf, type TemplateModel } from '../../rehearsal';
import { formatDuration } from '../../text';
import { feedOf } from '../stimulus';
import { actionMutationsOf } from './action-mutations';
import { METRIC_MUTATIONS } from './metric-mutations';
import type { Change, Mutation } from './mutant';
import { asksForSignAlone } from './sign-of-metric';

/** The ways in which people break a metric alarm. */
export const METRIC_ALARM_MUTATIONS: readonly Mutation<MetricAlarm>[] = [
  {
    operator: 'threshold',
    changes: (alarm) => {
      const { threshold } = alarm;
      return [threshold * 2 || 1, lowerThan(threshold)].map((other) => ({
        what: `threshold ${other} instead of ${threshold}`,
        shown: `its values are between ${threshold} and ${other} for ${lengthOf(alarm)}`,
        to: { ...alarm, threshold: other },
      }));
    },
  },
  {
    operator: 'comparison',
    changes: (alarm) => {
      const { comparisonOperator: is, threshold } = alarm;
      const { turned, bound } = COMPARISONS[is];
      return [
        {
          what: `${turned} instead of ${is}`,
          shown: `its values are at times above and at times below ${threshold}`,
          to: { ...alarm, comparisonOperator: turned },
        },
        {
          what: `${bound} instead of ${is}`,
          shown: `its values are exactly ${threshold} for ${lengthOf(alarm)}`,
          to: { ...alarm, comparisonOperator: bound },
        },
      ];
    },
  },
  {
    operator: 'period',
    changes: (alarm) => {
      const period = periodOf(alarm);
      const other = period === CDK_PERIOD ? 60 : CDK_PERIOD;
      if (alarm.wallClockWindow || !isPossible(alarm.evaluationPeriods, other)) return [];
      return [
        {
          what: `period ${formatDuration(other)} instead of ${formatDuration(period)}`,
          shown: `it is expected in ALARM by the minute in which it is due, or quiet until then`,
          to: withPeriod(alarm, other),
        },
      ];
    },
  },
  {
    operator: 'evaluation-periods',
    changes: (alarm) => {
      const { evaluationPeriods: n } = alarm;
      return [...new Set([1, n * 2])].flatMap((other) => {
        if (other === n || !isPossible(other, periodOf(alarm))) return [];
        const datapointsToAlarm = Math.min(alarm.datapointsToAlarm ?? other, other);
        return [
          {
            what: `${datapointsToAlarm} of ${other} instead of ${ofText(alarm)} periods`,
            shown:
              other > n
                ? `it is expected in ALARM when ${ofText(alarm)} periods breach, and out of it as soon as it can be`
                : `it stays quiet when fewer than ${ofText(alarm)} periods breach`,
            to: { ...alarm, evaluationPeriods: other, datapointsToAlarm },
          },
        ];
      });
    },
  },
  {
    operator: 'datapoints-to-alarm',
    changes: (alarm) => {
      const { evaluationPeriods: n, datapointsToAlarm: m = n } = alarm;
      return [...new Set([1, n])].flatMap((other) =>
        other === m
          ? []
          : [
              {
                what: `${other} of ${n} instead of ${ofText(alarm)} periods`,
                shown:
                  other > m
                    ? `${ofText(alarm)} periods breach and not all of them`
                    : `it stays quiet when fewer than ${ofText(alarm)} periods breach`,
                to: { ...alarm, datapointsToAlarm: other },
              },
            ],
      );
    },
  },
  {
    operator: 'treatment',
    changes: (alarm) => {
      const is = alarm.treatMissingData ?? 'missing';
      const isFilled = alarm.metrics !== undefined && neverMissing(alarm.metrics);
      return OTHER_TREATMENTS[is].map((other) => ({
        what: `missing data ${other} instead of ${is}`,
        shown: `its data stop while it is OK, and while it is in ALARM`,
        ...(isFilled ? { equivalent: 'what it watches is filled, so that no datapoint is missing' } : {}),
        to: { ...alarm, treatMissingData: other },
      }));
    },
  },
  {
    operator: 'fill',
    changes: (alarm) =>
      (alarm.metrics ?? []).flatMap((query, index) => {
        const bare = query.expression?.replace(FILL, '$1');
        if (bare === undefined || bare === query.expression) return [];
        return [
          {
            what: `${bare} instead of ${query.expression}`,
            shown: `data of what it fills are missing`,
            to: withQuery(alarm, index, { ...query, expression: bare }),
          },
        ];
      }),
  },
  ...METRIC_MUTATIONS.map(
    ({ operator, changes }): Mutation<MetricAlarm> => ({
      operator,
      changes: (alarm, model) =>
        onEachMetric(alarm, (metric, id) =>
          changes(metric, model).map((change) => ({
            ...change,
            ...sameValue(alarm, id, [metric, change.to], model),
          })),
        ),
    }),
  ),
  ...actionMutationsOf<MetricAlarm>(),
];

// --- internal ---

/** Another statistic of the same metric may make no difference. */
function sameValue(
  alarm: MetricAlarm,
  id: string | undefined,
  metrics: readonly [MetricStat, MetricStat],
  model: TemplateModel,
): Pick<Change<MetricStat>, 'equivalent'> {
  const [metric, other] = metrics;
  if (metric.stat === other.stat) return {};
  const only = onlyValue(metric, model);
  if (only !== undefined && [metric, other].every(({ stat }) => OF_ONE_VALUE.includes(stat))) {
    return { equivalent: `all data are ${only}, and so are both statistics` };
  }
  if (!asksForSignAlone(alarm, id, metrics, model)) return {};
  return { equivalent: 'it asks only whether there is something, which both statistics tell' };
}

/** What they make of data of one value is that value. */
const OF_ONE_VALUE: readonly string[] = ['Average', 'Minimum', 'Maximum'];

/** The value of all data that metric filters make; of a fraction an average may differ in its last digit. */
function onlyValue(metric: MetricStat, model: TemplateModel): number | undefined {
  const feed = feedOf(metric, model);
  if (feed.kind !== 'log' || !feed.constants) return undefined;
  const values = new Set([
    ...feed.constants,
    ...(feed.defaultValue === undefined ? [] : [feed.defaultValue]),
  ]);
  const [only] = values;
  return values.size === 1 && Number.isInteger(only) ? only : undefined;
}

const MINUTE = 60;
const DAY = 86_400;
/** Seconds; what the CDK takes when nothing is said. */
const CDK_PERIOD = 5 * MINUTE;

const FILL = /\bFILL\(\s*(\w+)\s*,\s*[-\w.]+\s*\)/;

const COMPARISONS: Readonly<
  Record<ComparisonOperator, { turned: ComparisonOperator; bound: ComparisonOperator }>
> = {
  GreaterThanThreshold: { turned: 'LessThanThreshold', bound: 'GreaterThanOrEqualToThreshold' },
  GreaterThanOrEqualToThreshold: { turned: 'LessThanThreshold', bound: 'GreaterThanThreshold' },
  LessThanThreshold: { turned: 'GreaterThanThreshold', bound: 'LessThanOrEqualToThreshold' },
  LessThanOrEqualToThreshold: { turned: 'GreaterThanThreshold', bound: 'LessThanThreshold' },
};

/** What is taken for what, most often: nothing said, or the opposite. */
const OTHER_TREATMENTS: Readonly<Record<TreatMissingData, readonly TreatMissingData[]>> = {
  missing: ['breaching', 'notBreaching'],
  ignore: ['missing', 'breaching'],
  breaching: ['missing', 'notBreaching'],
  notBreaching: ['missing', 'breaching'],
};

/** Half of it, of a whole number a whole one: what is counted comes in whole pieces. */
const lowerThan = (threshold: number): number =>
  threshold === 0 ? -1 : Number.isInteger(threshold) ? Math.trunc(threshold / 2) : threshold / 2;

const ofText = ({ evaluationPeriods, datapointsToAlarm = evaluationPeriods }: MetricAlarm): string =>
  `${datapointsToAlarm} of ${evaluationPeriods}`;

const lengthOf = (alarm: MetricAlarm): string =>
  formatDuration((alarm.datapointsToAlarm ?? alarm.evaluationPeriods) * periodOf(alarm));

/** What PutMetricAlarm takes. */
function isPossible(periods: number, period: number): boolean {
  return periods * period <= (period < 3_600 ? DAY : 7 * DAY);
}

function withPeriod(alarm: MetricAlarm, period: number): MetricAlarm {
  if (alarm.metric) return { ...alarm, metric: { ...alarm.metric, period } };
  const metrics = (alarm.metrics ?? []).map((query) => ({
    ...query,
    ...(query.period === undefined ? {} : { period }),
    ...(query.metricStat ? { metricStat: { ...query.metricStat, period } } : {}),
  }));
  return { ...alarm, metrics };
}

const withQuery = (alarm: MetricAlarm, index: number, query: MetricDataQuery): MetricAlarm => ({
  ...alarm,
  metrics: alarm.metrics!.with(index, query),
});

/** An alarm on one metric gives the changes of it, metric math those of each of its metrics. */
function onEachMetric(
  alarm: MetricAlarm,
  changes: (metric: MetricStat, id?: string) => readonly Change<MetricStat>[],
): Change<MetricAlarm>[] {
  if (alarm.metric) {
    return changes(alarm.metric).map(({ to, ...rest }) => ({ ...rest, to: { ...alarm, metric: to } }));
  }
  return (alarm.metrics ?? []).flatMap((query, index) =>
    query.metricStat
      ? changes(query.metricStat, query.id).map(({ to, what, ...rest }) => ({
          ...rest,
          what: `${query.id}: ${what}`,
          to: withQuery(alarm, index, { ...query, metricStat: to }),
        }))
      : [],
  );
}
