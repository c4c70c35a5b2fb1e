import type { AlarmState, MetricAlarm, MetricStat } from '../model';
import type { Transition } from '../model/outcome';
import type { SetAlarmStateSignal } from '../model/signal';
import type { Rule } from './datapoint-rule';
import type { DatapointWindow } from './datapoint-window';
import { type EvaluationSchedule, nextEvaluation } from './evaluation-schedule';
import { reasonData } from './reason-data';
import { explain } from './state-reason';

/** How one metric alarm is evaluated, worked out once. */
export interface MetricAlarmPlan {
  readonly alarm: MetricAlarm;
  readonly rule: Rule;
  readonly periodSeconds: number;
  readonly schedule: EvaluationSchedule;
  readonly window: DatapointWindow;
  /** The single metric; absent for metric math. */
  readonly metric?: MetricStat;
}

export interface EvaluatorSettings {
  /** When the alarm begins to be evaluated; its warm-up counts from here if it is created then. */
  readonly start: number;
  readonly offset: number;
  readonly restartDelay: number;
  readonly state: AlarmState;
  readonly isNew: boolean;
}

/** One metric alarm in time: when it is evaluated next, and its state so far. */
export class MetricAlarmEvaluator {
  readonly name: string;
  state: AlarmState;
  /** The last evaluation; NaN before the first. */
  evaluatedAt = Number.NaN;
  /** When something happens next: an evaluation or a SetAlarmState. */
  next: number;

  private nextEvaluation: number;
  private readonly restartDelay: number;
  private warmUpEnd: number;
  private readonly forced: SetAlarmStateSignal[] = [];
  /** The next evaluation must not be skipped, even when the window looks as before. */
  private isUnsettled = true;

  constructor(
    readonly plan: MetricAlarmPlan,
    settings: EvaluatorSettings,
  ) {
    this.name = plan.alarm.alarmName;
    this.state = settings.state;
    this.restartDelay = settings.restartDelay;
    this.nextEvaluation = nextEvaluation(settings.start, settings.offset, plan.schedule.interval);
    this.next = this.nextEvaluation;
    const { warmUp } = plan.alarm;
    this.warmUpEnd = warmUp && settings.isNew ? settings.start + warmUp.minutes * 60_000 : settings.start;
  }

  /** SetAlarmState, `timestamp` not before what was already run. */
  force(signal: SetAlarmStateSignal): void {
    this.forced.push(signal);
    this.forced.sort(byTimeThenState);
    this.next = Math.min(this.nextEvaluation, this.forced[0]!.timestamp);
  }

  /** Runs what is due at `next`; a forced state comes before an evaluation. */
  run(transitions: Transition[]): void {
    const at = this.next;
    if (this.forced.length > 0) this.applyForced(at, transitions);
    if (at === this.nextEvaluation) {
      this.nextEvaluation = at + this.plan.schedule.interval;
      this.evaluate(at, transitions);
    }
    this.next = this.nextEvaluation;
    if (this.forced.length > 0) this.next = Math.min(this.next, this.forced[0]!.timestamp);
  }

  private evaluate(at: number, transitions: Transition[]): void {
    const { window } = this.plan;
    this.evaluatedAt = at;
    if (!window.advance(at) && !this.isUnsettled) return;
    if (at < this.warmUpEnd && this.isWarmingUp()) return;
    this.isUnsettled = false;
    const state = window.decide();
    if (state !== undefined && state !== this.state) transitions.push(this.change(at, state));
  }

  private change(at: number, state: AlarmState): Transition {
    const { alarm, rule, window, periodSeconds, metric } = this.plan;
    const explanation = explain(rule, window.values(), state, (slot) => window.startOf(slot));
    const transition: Transition = {
      at,
      alarmName: alarm.alarmName,
      from: this.state,
      to: state,
      reason: explanation.reason,
      reasonData: reasonData(at, rule, periodSeconds, window, explanation, metric),
    };
    this.state = state;
    return transition;
  }

  /** The same state again is a complete no-op; another one restarts the schedule and moves its phase. */
  private applyForced(at: number, transitions: Transition[]): void {
    while (this.forced.length > 0 && this.forced[0]!.timestamp <= at) {
      const { timestamp, state, reason } = this.forced.shift()!;
      if (state === this.state) continue;
      transitions.push({ at: timestamp, alarmName: this.name, from: this.state, to: state, reason });
      this.state = state;
      this.nextEvaluation = timestamp + this.restartDelay;
      this.isUnsettled = true;
    }
  }

  /** A full window ends the warm-up early, unless the alarm asks for all of it. */
  private isWarmingUp(): boolean {
    const { alarm, rule, window } = this.plan;
    if (alarm.warmUp!.onlyAfterwards) return true;
    if (window.values().slice(-rule.periods).includes(null)) return true;
    this.warmUpEnd = Number.NEGATIVE_INFINITY;
    return false;
  }
}

// --- internal ---

const byTimeThenState = (a: SetAlarmStateSignal, b: SetAlarmStateSignal): number =>
  a.timestamp - b.timestamp ||
  (a.state < b.state ? -1 : a.state > b.state ? 1 : 0) ||
  (a.reason < b.reason ? -1 : 1);
