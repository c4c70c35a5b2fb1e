import { INITIAL_REASON } from '../metric-alarm/state-reason';
import type { AlarmState, CompositeAlarm, MetricAlarm, Model } from '../model';
import type { AlarmChange, AlarmHome, StateRecord } from '../model/alarm-change';
import type { Notices } from '../model/notices';
import type { Notification, Transition } from '../model/outcome';
import type { SetAlarmStateSignal } from '../model/signal';
import type { StateChangeEvent } from '../model/state-change-event';
import type { CompositeReasonData } from '../model/state-reason-data';
import { runActions } from '../notification/alarm-actions';
import { stateChangeEvent } from '../notification/alarm-event';
import type { Reading } from '../reading';
import { lookUp } from '../text/look-up';
import { longDateText, timestampText } from '../text/time-text';
import { alarmNameOf, findCycles, type SuppressionStep } from './alarm-rule';
import { type CompositeEvaluator, compositeEvaluators } from './composite-evaluator';
import { MutedActions } from './muted-actions';
import { OtherStates } from './other-states';

export interface BoardSettings {
  readonly start: number;
  /** States of the alarms that exist already. */
  readonly states: Readonly<Record<string, AlarmState>>;
  readonly notices: Notices;
  /** Whether to make EventBridge's events. */
  readonly events: boolean;
  readonly reading: Reading;
}

/** What a stretch of time brought, each list in the order (time, alarm name). */
export interface BoardOutcome {
  readonly transitions: Transition[];
  readonly notifications: Notification[];
  readonly events: StateChangeEvent[];
}

/** An alarm as it stands; `since` is when its value changed last. */
export interface BoardEntry {
  readonly alarm: MetricAlarm | CompositeAlarm;
  state: StateRecord;
  since: number;
}

/**
 * The states of all alarms in time, and what follows from them: composite alarms in the same instant as their
 * children, suppression, muting, actions, events.
 */
export class AlarmBoard {
  readonly entries: ReadonlyMap<string, BoardEntry>;

  private readonly home: AlarmHome;
  private readonly notices: Notices;
  private readonly composites: readonly CompositeEvaluator[];
  private readonly muted: MutedActions;
  private readonly others: OtherStates;
  /** Names of the composites that have a suppressor. */
  private readonly suppressed: ReadonlySet<string>;
  /** Changes of suppressed composites in this instant; the suppression's first step tells of them. */
  private readonly pending = new Map<string, StateRecord>();
  private readonly forced: SetAlarmStateSignal[] = [];
  private toCreate: Set<string>;
  private outcome: BoardOutcome = emptyOutcome();

  constructor(
    model: Model,
    private readonly settings: BoardSettings,
  ) {
    const { start, states, notices, reading } = settings;
    this.home = { region: model.region, accountId: model.accountId, configuredAt: start };
    this.notices = notices;
    this.entries = new Map(
      [...model.alarms, ...model.compositeAlarms].map((alarm) => [
        alarm.alarmName,
        { alarm, since: start, state: initialState(lookUp(states, alarm.alarmName), start) },
      ]),
    );
    this.others = new OtherStates(reading, states);
    this.composites = compositeEvaluators(
      model.compositeAlarms,
      (name) => this.isInAlarm(name),
      reading['and-or'],
    );
    for (const cycle of findCycles(model.compositeAlarms)) {
      const path = [...cycle, cycle[0]].join(' -> ');
      const message = `composite alarms refer to one another in a circle: ${path}; CloudWatch stops evaluating them, set one rule to FALSE`;
      notices.once(start, 'alarm-cycle', message);
    }
    this.suppressed = new Set(
      this.composites.filter(({ suppressor }) => suppressor).map(({ alarm }) => alarm.alarmName),
    );
    this.toCreate = new Set(
      model.compositeAlarms.map(({ alarmName }) => alarmName).filter((name) => !Object.hasOwn(states, name)),
    );
    this.muted = new MutedActions(model.muteRules);
  }

  stateOf(nameOrArn: string): AlarmState {
    return this.entries.get(alarmNameOf(nameOrArn))!.state.value;
  }

  /** SetAlarmState on a composite alarm; it lasts until a child changes. */
  force(signal: SetAlarmStateSignal): void {
    this.forced.push(signal);
    this.forced.sort((a, b) => a.timestamp - b.timestamp || compare(a.alarmName, b.alarmName));
  }

  /** Runs to and including `to`, given the metric alarms' transitions of that stretch by time and name. */
  run(transitions: readonly Transition[], to: number): BoardOutcome {
    this.outcome = emptyOutcome();
    let next = 0;
    for (;;) {
      const at = Math.min(transitions[next]?.at ?? Number.POSITIVE_INFINITY, this.nextInstant());
      if (at > to || at === Number.POSITIVE_INFINITY) break;
      const first = next;
      while (transitions[next]?.at === at) next++;
      this.step(at, transitions.slice(first, next));
    }
    return this.outcome;
  }

  private nextInstant(): number {
    let next = this.toCreate.size > 0 ? this.settings.start : Number.POSITIVE_INFINITY;
    next = Math.min(next, this.forced[0]?.timestamp ?? Number.POSITIVE_INFINITY, this.muted.nextRelease());
    for (const { suppression } of this.composites) {
      next = Math.min(next, suppression?.nextDeadline() ?? Number.POSITIVE_INFINITY);
    }
    return next;
  }

  /** One instant: deadlines first, then changes from children to parents, then what they do to actions. */
  private step(at: number, transitions: readonly Transition[]): void {
    const seen = lengths(this.outcome);
    for (const { alarm, suppression } of this.composites) {
      this.applySteps(alarm.alarmName, suppression?.due(at) ?? []);
    }
    for (const change of this.muted.release(at)) this.notify(change);
    const changed = new Set<string>();
    for (const transition of transitions) this.enter(transition, changed);
    while (this.forced[0] && this.forced[0].timestamp <= at) this.applyForced(this.forced.shift()!, changed);
    for (const composite of this.composites) this.evaluate(composite, at, changed);
    if (this.toCreate.size > 0) this.toCreate = new Set();
    for (const composite of this.composites) this.suppress(composite, at, changed);
    sortFrom(this.outcome, seen);
  }

  /** Records a change of value; a metric alarm acts on it at once, a composite after its suppressor. */
  private enter(transition: Transition, changed: Set<string>): void {
    const { at, alarmName, to, reason, reasonData } = transition;
    this.outcome.transitions.push(transition);
    changed.add(alarmName);
    this.muted.drop(alarmName);
    const entry = this.entries.get(alarmName)!;
    entry.since = at;
    const state: StateRecord = { value: to, reason, reasonData, timestamp: at };
    if (this.suppressed.has(alarmName)) this.pending.set(alarmName, state);
    else this.tell(entry, state);
  }

  private applyForced(signal: SetAlarmStateSignal, changed: Set<string>): void {
    const { timestamp: at, alarmName, state: to, reason } = signal;
    const from = this.stateOf(alarmName);
    if (to !== from) this.enter({ at, alarmName, from, to, reason }, changed);
  }

  private evaluate({ alarm, rule, children }: CompositeEvaluator, at: number, changed: Set<string>): void {
    const { alarmName, alarmArn } = alarm;
    const isCreated = this.toCreate.has(alarmName);
    const cause = children.find((child) => changed.has(child));
    if (!isCreated && cause === undefined) return;
    const from = this.valueOf(alarmName);
    const verdict = rule.evaluateKnown((child) => this.knownOf(alarmNameOf(child)));
    const { to, isNews } = this.others.settle(alarmName, verdict);
    if (isNews) changed.add(alarmName);
    if (to === from) return;
    const reason = isCreated
      ? `${alarmArn} was created and its alarm rule evaluates to ${to}`
      : `${this.entries.get(cause!)!.alarm.alarmArn} transitioned to ${this.valueOf(cause!)} at ${longDateText(at)}`;
    // Recorded: what made the rule false is the one child that changed; creation lists all that are not in ALARM.
    const told = to === 'OK' && !isCreated ? [cause!] : this.inAlarm(children, to === 'ALARM');
    const triggeringAlarms = told.map((child) => this.triggering(child));
    this.enter({ at, alarmName, from, to, reason, reasonData: { triggeringAlarms } }, changed);
  }

  private triggering(alarmName: string): CompositeReasonData['triggeringAlarms'][number] {
    const { alarm, since } = this.entries.get(alarmName)!;
    return {
      arn: alarm.alarmArn,
      state: { value: this.valueOf(alarmName), timestamp: timestampText(since) },
    };
  }

  /** Of the children at hand, those that are in ALARM, or those that are not. */
  private inAlarm(children: readonly string[], isWanted: boolean): string[] {
    return children.filter(
      (child) => this.entries.has(child) && (this.valueOf(child) === 'ALARM') === isWanted,
    );
  }

  /** The value of an alarm in this instant as far as it is known; the alarm may be elsewhere. */
  private knownOf(alarmName: string): AlarmState | undefined {
    if (!this.entries.has(alarmName)) return this.others.stateOf(alarmName);
    return this.others.decides(alarmName) ? undefined : this.valueOf(alarmName);
  }

  private isInAlarm(suppressor: string): boolean {
    const isKnown = this.entries.has(suppressor) && !this.others.decides(suppressor);
    return isKnown ? this.valueOf(suppressor) === 'ALARM' : this.others.suppresses(suppressor);
  }

  /** The value of an alarm in this instant, told or not. */
  private valueOf(alarmName: string): AlarmState {
    return this.pending.get(alarmName)?.value ?? this.entries.get(alarmName)!.state.value;
  }

  private suppress(
    { alarm, suppression, suppressor }: CompositeEvaluator,
    at: number,
    changed: Set<string>,
  ): void {
    if (!suppression) return;
    const { alarmName } = alarm;
    if (changed.has(suppressor!)) {
      this.applySteps(alarmName, suppression.suppressorChanged(at, this.isInAlarm(suppressor!)));
    }
    const state = this.pending.get(alarmName);
    if (!state) return;
    this.pending.delete(alarmName);
    this.applySteps(alarmName, suppression.compositeChanged(at, state.value), state);
  }

  /** Each phase of a suppression is an event of its own; the actions run in the phase that nothing suppresses. */
  private applySteps(alarmName: string, steps: readonly SuppressionStep[], changed?: StateRecord): void {
    const entry = this.entries.get(alarmName)!;
    for (const step of steps) {
      const { value, reason, reasonData } = changed ?? entry.state;
      this.tell(entry, {
        value,
        reason,
        reasonData,
        timestamp: step.at,
        actionsSuppressedBy: step.suppressedBy,
        actionsSuppressedReason: step.suppressedReason,
      });
    }
  }

  private tell(entry: BoardEntry, state: StateRecord): void {
    const change: AlarmChange = {
      alarm: entry.alarm,
      at: state.timestamp,
      state,
      previous: entry.state,
      isAfterMute: false,
    };
    entry.state = state;
    if (this.settings.events) this.outcome.events.push(stateChangeEvent(change, this.home));
    if (!state.actionsSuppressedBy && !this.muted.hold(change)) this.notify(change);
  }

  private notify(change: AlarmChange): void {
    this.outcome.notifications.push(...runActions(change, this.home, this.notices));
  }
}

// --- internal ---

const initialState = (state: AlarmState | undefined, start: number): StateRecord => ({
  value: state ?? 'INSUFFICIENT_DATA',
  reason: INITIAL_REASON,
  timestamp: start,
});

const emptyOutcome = (): BoardOutcome => ({ transitions: [], notifications: [], events: [] });

const lengths = ({ transitions, notifications }: BoardOutcome) => [transitions.length, notifications.length];

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Puts what one instant added into the order of alarm names; an alarm's own entries keep theirs. */
function sortFrom(outcome: BoardOutcome, [transitions, notifications]: number[]): void {
  sortTail(outcome.transitions, transitions!);
  sortTail(outcome.notifications, notifications!);
}

function sortTail<T extends { readonly alarmName: string }>(list: T[], from: number): void {
  if (list.length - from < 2) return;
  list.push(...list.splice(from).sort((a, b) => compare(a.alarmName, b.alarmName)));
}
