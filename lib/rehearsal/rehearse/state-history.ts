import { INITIAL_REASON } from '../../engine';
import type { AlarmState } from '../../engine/model';
import type { Transition } from '../../engine/model/outcome';

/** A time in one state. */
export interface Stay {
  readonly state: AlarmState;
  /** Epoch milliseconds, both; `until` is exclusive, and infinite for the last stay. */
  readonly from: number;
  readonly until: number;
  /** Why the state was entered. */
  readonly reason: string;
}

/** The states of one alarm over a simulation. */
export class StateHistory {
  readonly stays: readonly Stay[];

  /** `transitions` are this alarm's own, in order of time. */
  constructor(
    readonly alarmName: string,
    start: number,
    transitions: readonly Transition[],
  ) {
    const entries = [
      { state: 'INSUFFICIENT_DATA' as AlarmState, from: start, reason: INITIAL_REASON },
      ...transitions.map(({ to, at, reason }) => ({ state: to, from: at, reason })),
    ];
    this.stays = entries.map((entry, index) => ({
      ...entry,
      until: entries[index + 1]?.from ?? Number.POSITIVE_INFINITY,
    }));
  }

  /** The stay at an instant; a transition at that instant has happened. */
  at(instant: number): Stay {
    return this.stays.findLast(({ from }) => from <= instant) ?? this.stays[0]!;
  }

  /** The first stay in the state that overlaps the window, both ends included. */
  firstIn(state: AlarmState, from: number, until: number): Stay | undefined {
    return this.stays.find((stay) => stay.state === state && stay.from <= until && stay.until > from);
  }
}

/** The history of every alarm named, those without a transition included. */
export function stateHistories(
  alarmNames: readonly string[],
  start: number,
  transitions: readonly Transition[],
): ReadonlyMap<string, StateHistory> {
  const own = new Map<string, Transition[]>(alarmNames.map((name) => [name, []]));
  for (const transition of transitions) own.get(transition.alarmName)?.push(transition);
  return new Map([...own].map(([name, list]) => [name, new StateHistory(name, start, list)]));
}
