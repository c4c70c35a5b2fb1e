import type { UserEventPresetName } from '../../contract';
import type { DashboardSpec } from './dashboard';
import { userEventNames } from './user-events-names';
import { topTen } from './user-events-panels';

/** OpenWhisk's "Top Namespaces": who uses the most. */
export function topDashboard(preset: UserEventPresetName): DashboardSpec {
  const { labels, statuses, words, uids, others, metric } = userEventNames(preset);
  const [owner, initiator, action] = labels;
  const runs = metric('runs');
  /** From a cell to the dashboard of what it names, as in OpenWhisk's. */
  const details = (label: string, ...beside: readonly string[]) => ({
    field: label,
    uid: uids[0],
    title: `Show this ${label}`,
    variables: [...beside, label],
  });
  const ofAction = [details(owner), details(action, owner)];
  return {
    uid: uids[2],
    title: `Top ${words.owners}`,
    description: `The ten with the most ${words.runs.toLowerCase()} in the time range, by everything that tells them apart.`,
    tags: ['user-events'],
    links: others(uids[2]),
    panels: [
      topTen(`${words.runs}, by ${owner}`, runs, [owner], [details(owner)]),
      topTen(`${words.runs}, by ${initiator}`, runs, [initiator], [details(initiator)]),
      topTen(`${words.runs}, by ${action}`, runs, [owner, action, 'kind', 'memory'], ofAction),
      topTen(`${words.runs}, by kind`, runs, ['kind']),
      topTen(`${words.runs}, by memory limit`, runs, ['memory']),
      topTen(
        'Not successful',
        `${metric('status')}{status!="${statuses[0]}"}`,
        [owner, action, 'status'],
        ofAction,
      ),
      topTen('Cold starts', metric('coldStarts'), [owner, action], ofAction),
      topTen('Run time in seconds, added up', `${metric('duration')}_sum`, [owner, action], ofAction),
    ],
  };
}
