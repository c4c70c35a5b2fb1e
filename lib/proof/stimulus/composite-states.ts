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
}

/**
 * The fewest children whose ALARM holds a composite's rule while the others are in OK. `canMove` tells which children
 * can be brought into ALARM.
 */
export function compositeStates(
  { alarmRule }: CompositeAlarm,
  canMove: (alarmName: string) => boolean,
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
  for (const size of sizes(movable.length)) {
    for (const alarming of subsets(movable, size)) {
      if (!holds(alarming)) continue;
      const nearly = alarming.length > 1 ? alarming.slice(0, -1) : undefined;
      return { kind: 'states', alarming, ...(nearly === undefined ? {} : { nearly }) };
    }
  }
  const still = children.filter((child) => !canMove(child));
  const why = still.length === 0 ? '' : `; not moved: ${still.join(', ')}`;
  return unmovable(`no ALARM of its children holds its rule${why}`);
}

// --- internal ---

/** All are tried last where there are too many for every subset. */
const MOST_TOGETHER = 4;

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
