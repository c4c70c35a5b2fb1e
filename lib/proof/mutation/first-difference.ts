import type { Notification } from '../../engine';
import {
  actionName,
  type Expectation,
  offsetText,
  type PlayedVariant,
  type VariantRehearsal,
} from '../../rehearsal';
import type { Mutant } from './mutant';
import { alarmsOf } from './stage';

/** A difference that a mutant makes in an incident, and the expectation that is nearest to it. */
export interface SeenDifference {
  readonly file: string;
  /** Line of the expectation; absent when none is about the alarm. */
  readonly line?: number;
  /** `depth in ALARM at 24m49s instead of 16m49s`. */
  readonly text: string;
}

/** Where an incident that passes shows a mutant, the alarm that it breaks first. */
export function firstDifference(
  { incident, usual }: VariantRehearsal,
  played: PlayedVariant,
  mutant: Mutant,
): SeenDifference | undefined {
  const own = alarmsOf(mutant);
  const names = [...new Set([...own, ...usual.histories.keys()])];
  const difference = first(names, (name) => differenceOf(name, usual, played));
  if (!difference) return undefined;
  const { alarmName, is, at, instead } = difference;
  const { file, start, expectations } = incident;
  const line = nearest(expectations, alarmName, (at ?? instead!) - start)?.line;
  const when = offsetText((at ?? instead!) - start);
  const was =
    at === undefined || instead === undefined ? '' : ` instead of at ${offsetText(instead - start)}`;
  const text = `${is} at ${when}${was}`;
  return { file, ...(line === undefined ? {} : { line }), text: `${alarmName} ${text}` };
}

// --- internal ---

/** Epoch milliseconds; `instead` is the template's own. */
interface Difference {
  readonly alarmName: string;
  /** `in ALARM`, `does not tell TOPIC of OK` … */
  readonly is: string;
  readonly at?: number;
  readonly instead?: number;
}

function differenceOf(
  alarmName: string,
  usual: PlayedVariant,
  played: PlayedVariant,
): Difference | undefined {
  const events = (of: PlayedVariant): Event[] => [
    ...of.outcome.transitions.flatMap((one) =>
      one.alarmName === alarmName ? [{ is: `in ${one.to}`, isNot: `not in ${one.to}`, at: one.at }] : [],
    ),
    ...of.outcome.notifications.flatMap((one) => (one.alarmName === alarmName ? [tells(one)] : [])),
  ];
  const [before, after] = [events(usual), events(played)];
  const lost = before.find((one) => !after.some((other) => isSame(one, other)));
  const won = after.find((one) => !before.some((other) => isSame(one, other)));
  if (!won) return lost && { alarmName, is: lost.isNot, instead: lost.at };
  const isLate = lost?.is === won.is;
  return { alarmName, is: won.is, at: won.at, ...(isLate ? { instead: lost!.at } : {}) };
}

interface Event {
  readonly is: string;
  readonly isNot: string;
  readonly at: number;
}

function tells({ action, state, at }: Notification): Event {
  const whom = `${actionName(action)} of ${state}`;
  return { is: `tells ${whom}`, isNot: `does not tell ${whom}`, at };
}

const isSame = (one: Event, other: Event): boolean => one.is === other.is && one.at === other.at;

/** Of the expectations that name the alarm, the one whose window is nearest to an offset. */
function nearest(
  expectations: readonly Expectation[],
  alarmName: string,
  offset: number,
): Expectation | undefined {
  const own = expectations.filter((one) => 'alarm' in one && one.alarm === alarmName);
  return own.toSorted((a, b) => distance(a, offset) - distance(b, offset))[0];
}

function distance(expectation: Expectation, offset: number): number {
  const [from, until] =
    'at' in expectation
      ? [expectation.at, expectation.at]
      : [expectation.from, 'by' in expectation ? expectation.by : expectation.until];
  return Math.max(from - offset, offset - until, 0);
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
