/** Key schema of the realm's table of run events, as Lava has it. */
export const EVENTS_TABLE = {
  partitionKey: 'job_id',
  sortKey: 'run_id',
  timeToLive: 'ttl',
  byTime: { name: 'job_id-tu_event-index', sortKey: 'tu_event' },
} as const;
