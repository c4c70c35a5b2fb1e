import type { AlarmStatus } from '../engine/alarm-state/alarm-status';
import type { LongReading } from '../engine/metric/metrics-reader';
import type { MetricId } from '../engine/model';
import type { Notification } from '../engine/model/outcome';
import type { LogSignal, MetricSignal } from '../engine/model/signal';
import { createSimulation } from '../engine/simulation';
import type { TemplateModel } from '../rehearsal/template/template-model';
import type { ReadMetric } from './aws/metric-actions';
import type { EventStream } from './event/event-stream';

/** CloudWatch's part: the engine, fed and advanced in realm time, its outcome told as events. */
export interface CloudWatch {
  readonly putMetrics: (signals: readonly MetricSignal[]) => void;
  /** A record for a group that the template does not have is dropped with a notice. */
  readonly putLog: (record: Omit<LogSignal, 'type'>) => void;
  /** Evaluates up to an instant of realm time; returns the alarm actions that are to be run. */
  readonly advance: (now: number) => readonly Notification[];
  readonly alarms: () => AlarmStatus[];
  /** Values of a metric's periods between two instants, oldest first; null where there are no data. */
  readonly read: ReadMetric;
  /** A statistic in each whole minute between two instants, oldest first; null where there is none. */
  readonly minutes: (
    metric: MetricId & { readonly stat: string },
    from: number,
    to: number,
  ) => (number | null)[];
}

export interface CloudWatchProps {
  readonly model: TemplateModel;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly events: EventStream;
  /** What `minutes` is asked for of more than the last hours. @default nothing */
  readonly longReadings?: readonly LongReading[];
}

export function createCloudWatch({ model, start, events, longReadings }: CloudWatchProps): CloudWatch {
  const simulation = createSimulation(model, { start, longReadings });
  const groups = new Set(model.logGroups.map(({ logGroupName }) => logGroupName));
  const told = new Set<string>();
  const silent = new Map(
    model.metricFilters.filter(({ dimensions }) => !dimensions).map((filter) => [filter.metricName, filter]),
  );
  /** Metrics of the filters that have their first value by now. */
  const firstValues = (now: number) =>
    [...silent.values()].filter(({ metricNamespace: namespace, metricName }) => {
      const minutes = { from: now - FIRST_VALUE_MS, to: now + MINUTE_MS, period: 60, stat: 'SampleCount' };
      const values = simulation.series({ namespace, metricName, dimensions: {}, ...minutes });
      return values.some((value) => value !== null);
    });
  return {
    putMetrics(signals) {
      for (const signal of signals) simulation.ingest(signal);
    },
    putLog(record) {
      const { logGroupName } = record;
      if (groups.has(logGroupName)) return simulation.ingest({ type: 'log', ...record });
      if (told.has(logGroupName)) return;
      told.add(logGroupName);
      const message = `records for ${logGroupName} are dropped: the template has no such log group`;
      events.emit({ type: 'notice', code: 'no-log-group', message });
    },
    advance(now) {
      const { transitions, notifications, notices } = simulation.advance(now);
      for (const { at, code, message } of notices) events.emit({ type: 'notice', code, message }, at);
      for (const { metricNamespace: namespace, metricName: metric } of firstValues(now)) {
        silent.delete(metric);
        events.emit({ type: 'metric', namespace, metric }, now);
      }
      for (const { at, alarmName, from, to, reason } of transitions) {
        events.emit({ type: 'transition', alarm: alarmName, from, to, reason }, at);
      }
      for (const { at, alarmName, state, action, subject } of notifications) {
        const target = action.slice(action.lastIndexOf(':') + 1);
        events.emit({ type: 'notification', alarm: alarmName, state, target, action, subject }, at);
      }
      return notifications;
    },
    alarms: simulation.alarms,
    read: ({ period, stat, ...metric }, from, to) => simulation.series({ ...metric, from, to, period, stat }),
    minutes: (metric, from, to) => simulation.series({ ...metric, from, to, period: 60 }),
  };
}

// --- internal ---

const MINUTE_MS = 60_000;
/** How far back a first value is looked for: a datum is visible a minute after its time at the latest. */
const FIRST_VALUE_MS = 5 * MINUTE_MS;
