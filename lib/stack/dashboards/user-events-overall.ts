import type { UserEventPresetName } from '../../contract';
import type { DashboardSpec } from './dashboard';
import { promql } from './queries';
import { INTERVAL } from './user-events-job';
import { userEventNames } from './user-events-names';
import { distribution, graph, growthGraph, meanNow, total } from './user-events-panels';

/** OpenWhisk's "Global Metrics": everything together, and whether the consumer keeps up. */
export function overallDashboard(preset: UserEventPresetName): DashboardSpec {
  const { statuses, words, uids, others, metric } = userEventNames(preset);
  return {
    uid: uids[1],
    title: `${words.runs} overall`,
    description: `All ${words.owners} together, those too that the consumer was told to ignore.`,
    tags: ['user-events'],
    variables: [INTERVAL],
    links: others(uids[1]),
    panels: [
      total(words.runs, metric('allRuns')),
      total('Successful', `${metric('allStatus')}{status="${statuses[0]}"}`),
      total('System errors', `${metric('allStatus')}{status="${statuses[3]}"}`),
      total('Cold starts', metric('allColdStarts')),
      meanNow('Run time', metric('allDuration'), ''),
      meanNow('Wait', metric('allWaitTime'), ''),
      growthGraph(words.runs, metric('allRuns'), []),
      growthGraph('How they ended', metric('allStatus'), ['status']),
      growthGraph('Cold starts', metric('allColdStarts'), []),
      distribution('Run time', metric('allDuration'), ''),
      distribution('Wait', metric('allWaitTime'), ''),
      distribution('Set-up of cold starts', metric('allInitTime'), ''),
      graph('Events that wait on the topic', [promql(`max(${metric('lag')})`, 'lag')]),
      growthGraph('Events of limits', metric('allMetrics'), []),
      growthGraph('Events that were rejected', metric('rejected'), ['reason']),
    ],
  };
}
