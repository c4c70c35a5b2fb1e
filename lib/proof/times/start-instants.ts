import type { Reading } from '../../engine';
import { subjectOf } from '../../engine/metric-alarm/alarm-subject';
import { alarmTerms } from '../../engine/metric-alarm/alarm-terms';
import type { AlarmLevels } from '../stimulus';
import { isOfAws } from './fault-data';

/**
 * Instants of an evaluation interval at which a fault must be tried so that its earliest and its latest ALARM are found
 * as if every whole second were: how long it takes falls with each second by one, but for where a datum comes into
 * another period or just misses an evaluation. So the seconds beside these are enough.
 *
 * @returns milliseconds from `start`, which is a full hour
 */
export function startInstants(levels: AlarmLevels, reading: Reading, start: number): number[] {
  const { alarm, periodSeconds, feeds } = levels;
  const { schedule, offset } = alarmTerms(alarm, subjectOf(alarm), { reading, start });
  // A window that follows the clock is not the same a minute later.
  const interval = alarm.wallClockWindow ? periodSeconds * 1000 : Math.max(schedule.interval, MINUTE);
  const delays = [
    0,
    ...(schedule.lag > 0 ? [schedule.lag] : []),
    ...(feeds.some(({ kind }) => kind === 'log') ? [reading['record-delay'] * 1000] : []),
    ...(feeds.some(isOfAws) ? [reading['aws-delay'] * 1000] : []),
  ];
  const breaks = [0, ...delays.map((delay) => offset - delay)];
  // A datum of AWS is of its minute, of which the first and the last second tell.
  const isByMinute = feeds.every(isOfAws);
  const beside = isByMinute ? ofMinutes : ofSeconds;
  const instants = breaks.flatMap(beside).map((at) => ((at % interval) + interval) % interval);
  return [...new Set(instants)].sort((a, b) => a - b);
}

// --- internal ---

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const ofSeconds = (at: number): number[] => {
  const whole = Math.floor(at / SECOND) * SECOND;
  return [whole - SECOND, whole, whole + SECOND];
};

const ofMinutes = (at: number): number[] => {
  const whole = Math.floor(at / MINUTE) * MINUTE;
  return [whole - MINUTE, whole, whole + MINUTE].flatMap((minute) => [minute, minute + MINUTE - SECOND]);
};
