import {
  type AlarmState,
  alarmModel,
  evaluationSchedule,
  nextEvaluation,
  type Reading,
  simulate,
} from '../../engine';
import type { MetricAlarm, MetricDataQuery, MetricStat } from '../../engine/model';
import type { MetricSignal } from '../../engine/model/signal';
import { periodOf } from '../../rehearsal/report/alarm-text';

/** A timeline of the corpus, as far as an evaluator is told of it; instants are ISO-8601. */
export interface TimelineInput {
  /** `metric` (namespace, metricName, period, stat) or `metrics`, and the members of an alarm in the engine's names. */
  readonly alarm: Readonly<Record<string, unknown>>;
  readonly evaluationSecond: number;
  readonly from: string;
  readonly to: string;
  /** At `from`. */
  readonly state: string;
  /** `metric` (its metricName), `at`, `value` or `statisticSet`, and `visibleAt` where it is known. */
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

/** The changes that the engine gives: instant and state. */
export function playTimeline(
  timeline: TimelineInput,
  reading: Partial<Reading> = {},
): [at: string, state: AlarmState][] {
  const alarm = alarmOf(timeline);
  const [from, to] = [Date.parse(timeline.from), Date.parse(timeline.to)];
  const { interval } = evaluationSchedule({
    evaluationPeriods: alarm.evaluationPeriods,
    periodSeconds: periodOf(alarm),
  });
  const offset = (180_000 + timeline.evaluationSecond * 1000) % interval;
  const state = timeline.state as AlarmState;
  const { transitions } = simulate(
    alarmModel(alarm),
    timeline.data.map((datum) => signalOf(datum, alarm)),
    {
      start: from,
      end: to,
      states: { [NAME]: state },
      restartDelay: nextEvaluation(from, offset, interval) - from,
      reading: { ...reading, 'evaluation-second': timeline.evaluationSecond },
    },
  );
  return transitions.map(({ at, to: next }) => [new Date(at).toISOString(), next]);
}

// --- internal ---

const NAME = 'alarm';

/** What no state depends on. */
const UNUSED = {
  alarmArn: `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${NAME}`,
  actionsEnabled: false,
  alarmActions: [],
  okActions: [],
  insufficientDataActions: [],
};

function alarmOf({ alarm }: TimelineInput): MetricAlarm {
  const { metric, metrics, ...rest } = alarm as unknown as Omit<MetricAlarm, keyof typeof UNUSED>;
  return {
    ...UNUSED,
    ...rest,
    alarmName: NAME,
    ...(metric ? { metric: withDimensions(metric) } : {}),
    ...(metrics ? { metrics: metrics.map(completed) } : {}),
  };
}

/** A corpus without names has no dimensions. */
const withDimensions = (metric: MetricStat): MetricStat => ({ ...metric, dimensions: {} });

const completed = (query: MetricDataQuery): MetricDataQuery =>
  query.metricStat ? { ...query, metricStat: withDimensions(query.metricStat) } : query;

function signalOf(datum: Readonly<Record<string, unknown>>, alarm: MetricAlarm): MetricSignal {
  const stats = alarm.metric
    ? [alarm.metric]
    : (alarm.metrics ?? []).flatMap(({ metricStat }) => metricStat ?? []);
  const { namespace, metricName } = stats.find((stat) => stat.metricName === datum.metric) ?? stats[0]!;
  const { at, visibleAt, value, statisticSet, storageResolution } = datum;
  return {
    type: 'metric',
    namespace,
    metricName,
    dimensions: {},
    timestamp: Date.parse(String(at)),
    ...(visibleAt === undefined ? {} : { visibleAt: Date.parse(String(visibleAt)) }),
    ...(storageResolution === 1 ? { storageResolution } : {}),
    ...(statisticSet === undefined
      ? { value: value as number }
      : { statisticSet: statisticSet as MetricSignal['statisticSet'] }),
  };
}
