import type { FaultKind } from '../stimulus';

/** Seconds from the beginning of a fault. */
export interface Span {
  readonly earliest: number;
  readonly latest: number;
}

/** How long a fault of a kind lasts until an alarm is in ALARM, and until somebody is told. */
export interface DetectedFault {
  readonly fault: FaultKind;
  /** Absent: it is never detected. */
  readonly alarm?: Span;
  /** Absent: nobody is told of it. */
  readonly told?: Span & { readonly topic: string };
  /** Why it is never detected, or nobody told; or in which readings of what AWS leaves open it is not. */
  readonly note?: string;
}

/** What is known of one alarm. */
export interface AlarmTimes {
  readonly alarm: string;
  readonly faults: readonly DetectedFault[];
  /** Why nothing moves it; then there are no faults. */
  readonly reason?: string;
}
