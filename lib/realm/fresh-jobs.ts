import type { ObjectiveConfig, RealmConfig, WorkerConfig } from './realm-config';

/**
 * The jobs with an objective of freshness of which one side says how old the last success is, with how old it may be, in
 * seconds: their workers by a metric, or the stack by what the workers record. Each job is told of by one side alone.
 */
export function freshJobs(config: RealmConfig, by: 'metrics' | 'records'): Readonly<Record<string, number>> {
  const fresh = config.objectives.filter(({ freshSeconds }) => freshSeconds !== undefined);
  const recorded = new Set(fresh.filter((one) => isRecorded(one, config)).map(({ job }) => job));
  const jobs = fresh.filter(({ job }) => recorded.has(job) === (by === 'records'));
  const seconds: Record<string, number> = {};
  for (const { job, freshSeconds } of jobs) seconds[job!] = Math.max(freshSeconds!, seconds[job!] ?? 0);
  return seconds;
}

/** Whether the machines of a worker are there already, or are others' whose guest it is. */
export const isForeign = ({ existing, on }: WorkerConfig['fleet']): boolean =>
  existing !== undefined || on !== undefined;

// --- internal ---

/** Where a worker that may run the job is somebody else's, and so may be Lava's, which has no such metric. */
function isRecorded({ job, records }: ObjectiveConfig, config: RealmConfig): boolean {
  if (records !== undefined) return records;
  if (config.logs.existing || config.events === 'existing') return true;
  return workersOf(job!, config).some(({ fleet }) => isForeign(fleet));
}

/** Those that the file lets run a job; all where it names none, since anybody may dispatch it to any. */
function workersOf(
  job: string,
  { dispatcher, schedules, triggers, workers }: RealmConfig,
): readonly WorkerConfig[] {
  const named = [
    ...schedules.filter((one) => one.job === job),
    ...triggers.filter((one) => one.job.includes(job)),
  ].map(({ worker }) => worker);
  const own = dispatcher ? dispatcher.jobs[job] : undefined;
  const names = own === undefined ? named : [...named, own];
  return names.length === 0 ? workers : workers.filter(({ name }) => names.includes(name));
}
