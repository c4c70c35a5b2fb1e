import type { MetricAlarmEvaluator } from '../metric-alarm/metric-alarm-evaluator';
import type { AlarmState } from '../model';
import type { SuppressedBy } from '../model/alarm-change';
import { isComposite } from '../model/alarm-change';
import type { BoardEntry } from './alarm-board';

/** An alarm as it stands. */
export interface AlarmStatus {
  readonly alarmName: string;
  readonly kind: 'metric' | 'composite';
  readonly state: AlarmState;
  readonly reason: string;
  /** When the state's value changed last, epoch milliseconds. */
  readonly since: number;
  readonly actionsSuppressedBy?: SuppressedBy;
  /** The last evaluation of a metric alarm; absent before the first. */
  readonly evaluation?: LastEvaluation;
}

export interface LastEvaluation {
  readonly at: number;
  /** Seconds. */
  readonly period: number;
  /** Number of slots that were looked at. */
  readonly range: number;
  /** Those slots, oldest first; `start` in epoch milliseconds. */
  readonly datapoints: readonly { readonly start: number; readonly value: number | null }[];
}

export function alarmStatus(entry: BoardEntry, evaluator?: MetricAlarmEvaluator): AlarmStatus {
  const { alarm, state, since } = entry;
  return {
    alarmName: alarm.alarmName,
    kind: isComposite(alarm) ? 'composite' : 'metric',
    state: state.value,
    reason: state.reason,
    since,
    ...(state.actionsSuppressedBy ? { actionsSuppressedBy: state.actionsSuppressedBy } : {}),
    ...(evaluator && !Number.isNaN(evaluator.evaluatedAt) ? { evaluation: lastEvaluation(evaluator) } : {}),
  };
}

// --- internal ---

function lastEvaluation({ plan, evaluatedAt: at }: MetricAlarmEvaluator): LastEvaluation {
  const { window, periodSeconds, rule } = plan;
  const datapoints = window.values().map((value, slot) => ({ start: window.startOf(slot), value }));
  return { at, period: periodSeconds, range: rule.range, datapoints };
}
