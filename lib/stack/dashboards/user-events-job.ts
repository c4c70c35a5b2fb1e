import type { UserEventPresetName } from '../../contract';
import type { DashboardSpec } from './dashboard';
import { promqlTable } from './queries';
import { userEventNames } from './user-events-names';
import { growthGraph, meanNow, means, share, total } from './user-events-panels';

/** OpenWhisk's "Action Performance Metrics": how the chosen jobs run. */
export function jobDashboard(preset: UserEventPresetName): DashboardSpec {
  const { labels, statuses, words, uids, others, metric, chosen, variables } = userEventNames(preset);
  const [, , action] = labels;
  const [success, failed, misbuilt, fault] = statuses;
  const withStatus = (status: string) => `${metric('status')}${chosen(`status="${status}"`)}`;
  const runs = `${metric('runs')}${chosen()}`;
  return {
    uid: uids[0],
    title: `${words.action} performance`,
    description: `${words.runs}, how they ended, how long they waited, began and ran.`,
    tags: ['user-events'],
    variables: [...variables, INTERVAL],
    links: others(uids[0]),
    panels: [
      total(words.runs, runs),
      total('Successful', withStatus(success!)),
      total('Failed', withStatus(failed!)),
      total('Developer errors', withStatus(misbuilt!)),
      total('System errors', withStatus(fault!)),
      total('Cold starts', `${metric('coldStarts')}${chosen()}`),
      { ...share('Success rate', withStatus(success!), runs), width: 8 },
      { ...meanNow('Run time', metric('duration'), chosen()), width: 8 },
      { ...meanNow('Wait', metric('waitTime'), chosen()), width: 8 },
      growthGraph(words.runs, runs, [action]),
      growthGraph('Successful', withStatus(success!), [action]),
      growthGraph('Not successful', `${metric('status')}${chosen(`status!="${success}"`)}`, [
        action,
        'status',
      ]),
      means('Run time', metric('duration'), chosen(), [action]),
      means('Wait', metric('waitTime'), chosen(), [action]),
      means('Set-up of cold starts', metric('initTime'), chosen(), [action]),
      growthGraph('Cold starts', `${metric('coldStarts')}${chosen()}`, [action]),
      growthGraph('Status codes', `${metric('statusCode')}${chosen()}`, [action, statusCodeLabel(preset)]),
      means('Size of the result', metric('responseSize'), chosen(), [action], 'bytes'),
      {
        kind: 'table',
        title: 'Memory limit',
        source: 'prometheus',
        targets: [promqlTable(`max by (${labels.join(', ')}) (${metric('memory')}${chosen()})`)],
        unit: preset === 'openwhisk' ? 'decmbytes' : 'bytes',
        width: 24,
      },
    ],
  };
}

/** Width of the intervals that growth and percentiles are taken over. */
export const INTERVAL = { name: 'interval', intervals: '1m,5m,15m,1h,6h,1d' } as const;

// --- internal ---

const statusCodeLabel = (preset: UserEventPresetName): string =>
  preset === 'openwhisk' ? 'status_code' : 'exit_code';
