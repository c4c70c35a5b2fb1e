/** Life-cycle states of a run, as Lava's events table has them. */
export const RUN_STATUSES = [
  'starting',
  'running',
  'retrying',
  'complete',
  'failed',
  'rejected',
  'skipped',
  'logging',
  'action_failed',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];
