import type { RecordName } from './written-records';

/** Seconds after the start, and the record that is written then. */
export const INCIDENT: readonly (readonly [second: number, record: RecordName])[] = [
  [0, 'heartbeat'],
  [60, 'waiting'],
  [120, 'stuck'],
  [140, 'starting'],
  [240, 'dead thread'],
  [300, 'error'],
  [310, 'critical'],
  [320, 'failed'],
];

/** What each rule's query says at a second: whether it returns anything. */
export const EXPECTED: readonly (readonly [signal: string, second: number, fires: boolean])[] = [
  ['heartbeat', 60, false],
  ['heartbeat', 525, false],
  ['heartbeat', 540, true],
  ['queue-depth', 30, false],
  ['queue-depth', 65, true],
  ['queue-depth', 250, false],
  ['queue-stuck', 65, false],
  ['queue-stuck', 125, true],
  ['queue-stuck', 145, false],
  ['dead-threads', 235, false],
  ['dead-threads', 245, true],
  ['dead-threads', 365, false],
  ['errors', 305, false],
  ['errors', 315, true],
  ['errors', 375, false],
  ['job-failed', 315, false],
  ['job-failed', 325, true],
];
