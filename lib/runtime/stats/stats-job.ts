import type { DispatchMessage } from '../../contract/dispatch-message';
import type { Logger } from '../logger/logger';
import type { StatsCollector } from './stats';
import { appendStats } from './stats-file';

/**
 * Apsis's StatsProgram as a job: the statistics are its output, a record with the field `stats`, and with the
 * parameter `path` also a line in that file. In the path, `{{ name }}` is a parameter of the run, its `job_id`,
 * `run_id`, `realm` or `worker`, and `{{ date }}` the UTC date.
 * @throws OptionsError when the file's folder is missing, or the path names what the run does not have; the run
 * then fails.
 */
export function statsJob(
  { parameters, ...run }: Pick<DispatchMessage, 'parameters'> & Partial<RunNames>,
  logger: Logger,
  { stats }: { readonly stats: StatsCollector },
): void {
  const reading = stats.read('stats job');
  logger.info('Statistics', { event_type: 'job', stats: reading });
  if (typeof parameters?.path === 'string') {
    const { job_id, run_id, realm, worker } = run;
    const names = Object.entries({ job_id, run_id, realm, worker }).filter(
      ([, value]) => value !== undefined,
    );
    appendStats(parameters.path, reading, { ...Object.fromEntries(names), ...parameters });
  }
}

// --- internal ---

type RunNames = Pick<DispatchMessage, 'job_id' | 'run_id' | 'realm' | 'worker'>;
