import type { UserEventPresetName } from '../../contract';
import type { DashboardSpec } from './dashboard';
import { userEventNames } from './user-events-names';
import { topTen } from './user-events-panels';

/** OpenWhisk's "Top Namespaces": who uses the most. */
export function topDashboard(preset: UserEventPresetName): DashboardSpec {
  const { labels, statuses, words, uids, metric } = userEventNames(preset);
  const [owner, initiator, action] = labels;
  const runs = metric('runs');
  return {
    uid: uids[2],
    title: `Top ${words.owners}`,
    description: `The ten with the most ${words.runs.toLowerCase()} in the time range, by everything that tells them apart.`,
    tags: ['user-events'],
    panels: [
      topTen(`${words.runs}, by ${owner}`, runs, [owner]),
      topTen(`${words.runs}, by ${initiator}`, runs, [initiator]),
      topTen(`${words.runs}, by ${action}`, runs, [owner, action]),
      topTen(`${words.runs}, by kind`, runs, ['kind']),
      topTen(`${words.runs}, by memory limit`, runs, ['memory']),
      topTen('Not successful', `${metric('status')}{status!="${statuses[0]}"}`, [owner, action, 'status']),
      topTen('Cold starts', metric('coldStarts'), [owner, action]),
      topTen('Run time in seconds, added up', `${metric('duration')}_sum`, [owner, action]),
    ],
  };
}
