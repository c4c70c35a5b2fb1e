import type { DispatchMessage } from '../../contract/dispatch-message';
import type { Logger } from '../logger/logger';
import type { StatsCollector } from './stats';
import { appendStats } from './stats-file';

/**
 * Apsis's StatsProgram as a job: the statistics are its output, a record with the field `stats`, and with the
 * parameter `path` also a line in that file, where `{{ date }}` is the UTC date.
 * @throws OptionsError when the file's folder is missing; the run then fails.
 */
export function statsJob(
  { parameters }: Pick<DispatchMessage, 'parameters'>,
  logger: Logger,
  { stats }: { readonly stats: StatsCollector },
): void {
  const reading = stats.read('stats job');
  logger.info('Statistics', { event_type: 'job', stats: reading });
  if (typeof parameters?.path === 'string') appendStats(parameters.path, reading);
}
