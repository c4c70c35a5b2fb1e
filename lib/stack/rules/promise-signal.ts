import type { AlarmSignal } from '../../contract';

/** What a realm promises and a stack can watch without CloudWatch. */
export type PromiseSignal = 'errors' | Extract<AlarmSignal, (typeof ALARM_SIGNALS)[number]>;

// --- internal ---

const ALARM_SIGNALS = [
  'heartbeat',
  'dead-threads',
  'queue-depth',
  'queue-stuck',
  'run-delay',
  'job-failed',
] as const;
