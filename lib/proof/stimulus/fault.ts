import type { AlarmLevels } from './alarm-levels';
import { type Dose, type Level, sameLevel } from './dose';

/** The ways in which something goes wrong. */
export type FaultKind = 'silence' | 'step' | 'growth' | 'event';

/** A fault as an alarm's metrics show it, from one period to the next. */
export interface Fault {
  readonly kind: FaultKind;
  /** The level of a period of the fault, from 0; it goes on as it is at `slots`. */
  readonly levelAt: (slot: number) => Level;
  /** Periods until it is as it stays. */
  readonly slots: number;
}

/** The faults that an alarm can see, in the order of `FaultKind`. */
export function faultsOf(levels: AlarmLevels, { growthSlots = 60 } = {}): Fault[] {
  const { silence, rests, reader, valueBreach } = levels;
  const breach = valueBreach ?? levels.breach;
  const rest = rests[0]!;
  const hasValue = reader.kindOf(breach) === 'breaching' && !(silence && sameLevel(breach, silence));
  const grown = growing({ ...levels, breach }, growthSlots);
  return [
    ...(silence ? [{ kind: 'silence' as const, levelAt: () => silence, slots: 0 }] : []),
    ...(hasValue ? [{ kind: 'step' as const, levelAt: () => breach, slots: 0 }] : []),
    ...(grown
      ? [{ kind: 'growth' as const, levelAt: (slot: number) => grown(slot), slots: 2 * growthSlots }]
      : []),
    ...(hasValue
      ? [{ kind: 'event' as const, levelAt: (slot: number) => (slot === 0 ? breach : rest), slots: 1 }]
      : []),
  ];
}

// --- internal ---

/** From rest to the breach in `slots` periods, and as far again; undefined where it cannot grow in small steps. */
function growing({ rests, breach, feeds }: AlarmLevels, slots: number) {
  const rest = rests[0]!;
  const grows = breach.map((dose, index) => {
    const [from, feed] = [rest[index]!, feeds[index]!];
    if (dose === null || feed.kind === 'log') return undefined;
    const start = from?.value ?? 0;
    return Math.abs(dose.value - start) > 2 && dose.count === 1
      ? { start, by: dose.value - start, feed }
      : undefined;
  });
  if (grows.every((one) => one === undefined)) return undefined;
  return (slot: number): Level =>
    breach.map((dose, index): Dose => {
      const one = grows[index];
      if (!one) return dose;
      const value = one.start + (one.by * Math.min(slot + 1, 2 * slots)) / slots;
      return { value: Math.min(Math.max(value, one.feed.min), one.feed.max), count: 1 };
    });
}
