import type { AlarmMuteRule } from '../model';
import type { AlarmChange } from '../model/alarm-change';
import { compileMuteRule, type MuteSchedule } from './mute-rule';

/** Actions that mute rules hold back. */
export class MutedActions {
  private readonly schedules = new Map<string, MuteSchedule[]>();
  private readonly held = new Map<string, { readonly change: AlarmChange; readonly until: number }>();

  /** Throws MuteRuleError and NotModelledError. */
  constructor(rules: readonly AlarmMuteRule[]) {
    for (const rule of rules) {
      const schedule = compileMuteRule(rule);
      for (const name of rule.alarmNames) {
        this.schedules.set(name, [...(this.schedules.get(name) ?? []), schedule]);
      }
    }
  }

  /** Drops what is held for an alarm, because its state has changed. */
  drop(alarmName: string): void {
    this.held.delete(alarmName);
  }

  /** Takes the change's actions if a rule mutes the alarm now. */
  hold(change: AlarmChange): boolean {
    const { alarmName } = change.alarm;
    const schedules = this.schedules.get(alarmName) ?? [];
    const until = endOfMute(schedules, change.at);
    if (until === change.at) return false;
    this.held.set(alarmName, { change, until });
    return true;
  }

  /** When the next held actions are due; infinity when there are none. */
  nextRelease(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { until } of this.held.values()) next = Math.min(next, until);
    return next;
  }

  /** What runs at `at` because muting ends: only alarms that are still in ALARM are told. */
  release(at: number): AlarmChange[] {
    const due = [...this.held].filter(([, { until }]) => until <= at);
    for (const [name] of due) this.held.delete(name);
    return due
      .filter(([, { change }]) => change.state.value === 'ALARM')
      .map(([, { change }]) => ({ ...change, at, isAfterMute: true }));
  }
}

// --- internal ---

/** The first instant from `at` on at which no rule mutes. */
function endOfMute(schedules: readonly MuteSchedule[], at: number): number {
  let end = at;
  for (;;) {
    const muting = schedules.filter((schedule) => schedule.isMuted(end));
    if (muting.length === 0) return end;
    end = Math.max(...muting.map((schedule) => schedule.nextChange(end) ?? Number.POSITIVE_INFINITY));
    if (end === Number.POSITIVE_INFINITY) return end;
  }
}
