import { alarmNameOf, parseAlarmRule } from '../../engine';
import type { AlarmState, CompositeAlarm } from '../../engine/model';
import { type Unmovable, unmovable } from './sample-record';

/** States of a composite's children that hold its rule, and that nearly do. */
export interface CompositeStates {
  readonly kind: 'states';
  /** Names of the children that have to be in ALARM, the others in OK. */
  readonly alarming: readonly string[];
  /** Fewer of them, so that the rule does not hold; absent where one alone holds it. */
  readonly nearly?: readonly string[];
  /** Children whose state is not known, and that have to be in this one all the time. */
  readonly elsewhere: Readonly<Record<string, 'ALARM' | 'OK'>>;
}

/**
 * The fewest children whose ALARM holds a composite's rule while the others are in OK. `canMove` tells which children
 * can be brought into ALARM, `isElsewhere` which are not at hand: these are in ALARM all the time where the rule takes it.
 */
export function compositeStates(
  { alarmRule }: CompositeAlarm,
  canMove: (alarmName: string) => boolean,
  isElsewhere: (alarmName: string) => boolean = () => false,
): CompositeStates | Unmovable {
  let rule: ReturnType<typeof parseAlarmRule>;
  try {
    rule = parseAlarmRule(alarmRule);
  } catch (error) {
    return unmovable((error as Error).message);
  }
  const children = [...new Set(rule.children.map(alarmNameOf))];
  const holds = (alarming: readonly string[]): boolean =>
    rule.evaluate((child): AlarmState => (alarming.includes(alarmNameOf(child)) ? 'ALARM' : 'OK')) ===
    'ALARM';
  if (holds([])) return unmovable('its rule holds while every child is in OK');
  const movable = children.filter(canMove);
  const others = children.filter(isElsewhere);
  for (const given of givenStates(others)) {
    if (holds(given)) continue;
    for (const size of sizes(movable.length)) {
      for (const alarming of subsets(movable, size)) {
        if (!holds([...alarming, ...given])) continue;
        const nearly = alarming.length > 1 ? alarming.slice(0, -1) : undefined;
        const elsewhere = Object.fromEntries(
          others.map((name) => [name, given.includes(name) ? ('ALARM' as const) : ('OK' as const)]),
        );
        return { kind: 'states', alarming, ...(nearly === undefined ? {} : { nearly }), elsewhere };
      }
    }
  }
  const still = children.filter((child) => !canMove(child) && !isElsewhere(child));
  const why = [
    ...(still.length === 0 ? [] : [`; not moved: ${still.join(', ')}`]),
    ...(others.length === 0
      ? []
      : [`; not in the template, so that nothing is known of it: ${others.join(', ')}`]),
  ];
  return unmovable(`no ALARM of its children holds its rule${why.join('')}`);
}

/**
 * States of alarms that are not at hand which hold a composite's rule by themselves, as few as possible in ALARM, while all
 * others are in OK; undefined where none do, or where it holds without any.
 */
export function heldElsewhere(
  { alarmRule }: CompositeAlarm,
  isElsewhere: (alarmName: string) => boolean,
): CompositeStates['elsewhere'] | undefined {
  const rule = parseAlarmRule(alarmRule);
  const others = [...new Set(rule.children.map(alarmNameOf))].filter(isElsewhere);
  const held = givenStates(others).find(
    (given) => rule.evaluate((child) => (given.includes(alarmNameOf(child)) ? 'ALARM' : 'OK')) === 'ALARM',
  );
  if (!held || held.length === 0) return undefined;
  return Object.fromEntries(others.map((name) => [name, held.includes(name) ? 'ALARM' : 'OK']));
}

// --- internal ---

/** All are tried last where there are too many for every subset. */
const MOST_TOGETHER = 4;
/** Of the alarms elsewhere, so many are tried in ALARM. */
const MOST_ELSEWHERE = 5;

/** Which of the alarms elsewhere are in ALARM: none, then few. */
const givenStates = (others: readonly string[]): string[][] => [
  [],
  ...sizes(Math.min(others.length, MOST_ELSEWHERE)).flatMap((size) => [
    ...subsets(others.slice(0, MOST_ELSEWHERE), size),
  ]),
];

function sizes(count: number): number[] {
  const few = Array.from({ length: Math.min(count, MOST_TOGETHER) }, (_, index) => index + 1);
  return count > MOST_TOGETHER ? [...few, count] : few;
}

function* subsets(names: readonly string[], size: number, from = 0): Generator<string[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = from; index <= names.length - size; index++)
    for (const rest of subsets(names, size - 1, index + 1)) yield [names[index]!, ...rest];
}
