import type { AlarmState } from '../../model';
import type { SuppressedBy } from '../../model/alarm-change';

export interface SuppressionSettings {
  /** ActionsSuppressorWaitPeriod in milliseconds. */
  readonly waitMs: number;
  /** ActionsSuppressorExtensionPeriod in milliseconds. */
  readonly extensionMs: number;
  /** Whether the suppressor is in ALARM at the start. @default false */
  readonly suppressorInAlarm?: boolean;
}

/**
 * One EventBridge state-change event of the composite: a change of its value, of what suppresses its actions,
 * or of both. The actions of `state` run exactly when `suppressedBy` is absent.
 */
export interface SuppressionStep {
  readonly at: number;
  readonly state: AlarmState;
  readonly suppressedBy?: SuppressedBy;
  /** EventBridge's `actionsSuppressedReason`. */
  readonly suppressedReason?: string;
}

/**
 * The actions of one composite alarm with an ActionsSuppressor. Instants are epoch milliseconds and must not
 * decrease from call to call. Every call returns the steps up to its instant, oldest first; a deadline that
 * is due at that instant comes before the change.
 */
export interface Suppression {
  /** The composite's value changed; its first evaluation counts. */
  readonly compositeChanged: (at: number, state: AlarmState) => SuppressionStep[];
  /** The suppressor entered (true) or left (false) ALARM. */
  readonly suppressorChanged: (at: number, inAlarm: boolean) => SuppressionStep[];
  /** Lets a deadline at or before `at` pass. */
  readonly due: (at: number) => SuppressionStep[];
  /** When the running wait or extension ends; undefined when none is running. */
  readonly nextDeadline: () => number | undefined;
}

/**
 * CloudWatch's rules, derived from its user guide's six examples and from recordings:
 * a change of the composite starts a wait (for OK as well), or is suppressed while the suppressor is in ALARM;
 * a suppressor that comes within the wait or extension takes over; one that leaves starts the extension, but
 * only if it was suppressing; the end of a wait or extension runs the actions of the state at that time.
 */
export function createSuppression(settings: SuppressionSettings): Suppression {
  let suppressorInAlarm = settings.suppressorInAlarm ?? false;
  let state: AlarmState = 'INSUFFICIENT_DATA';
  let suppressedBy: SuppressedBy | undefined;
  let deadline: number | undefined;

  const enter = (at: number, phase: SuppressedBy | undefined, periodMs?: number): SuppressionStep[] => {
    suppressedBy = periodMs === 0 ? undefined : phase;
    deadline = suppressedBy && periodMs !== undefined ? at + periodMs : undefined;
    return [step(at, state, suppressedBy)];
  };
  const due = (at: number): SuppressionStep[] =>
    deadline !== undefined && deadline <= at ? enter(deadline, undefined) : [];

  return {
    due,
    nextDeadline: () => deadline,
    compositeChanged: (at, next) => {
      const before = due(at);
      state = next;
      const phase = suppressorInAlarm ? enter(at, 'Alarm') : enter(at, 'WaitPeriod', settings.waitMs);
      return [...before, ...phase];
    },
    suppressorChanged: (at, inAlarm) => {
      const before = due(at);
      if (inAlarm === suppressorInAlarm) return before;
      suppressorInAlarm = inAlarm;
      // Released actions stay released: a suppressor that comes too late changes nothing.
      if (suppressedBy === undefined) return before;
      const phase = inAlarm ? enter(at, 'Alarm') : enter(at, 'ExtensionPeriod', settings.extensionMs);
      return [...before, ...phase];
    },
  };
}

// --- internal ---

function step(at: number, state: AlarmState, suppressedBy: SuppressedBy | undefined): SuppressionStep {
  if (!suppressedBy) return { at, state };
  return { at, state, suppressedBy, suppressedReason: `Actions suppressed by ${suppressedBy}` };
}
