import { badShare, countedMetrics, LOG_METRIC_NAMESPACE, promiseWords } from '../../contract';
import { formatDuration } from '../../text';
import { budgetBurn } from '../rules/objective-queries';
import { namespaceOf, type StackObjective, type StackRealm } from '../stack-options';
import type { PanelSpec, Target } from './panel';
import { expression, metric, promql, promqlNow } from './queries';

/** For each objective what is left of its budget, and how fast it goes, by the metrics in CloudWatch. */
export const cloudWatchBudgets = (realm: StackRealm): PanelSpec[] =>
  (realm.objectives ?? []).flatMap((objective) => {
    const [bad, all] = ['bad', 'all'];
    const left = `1 - TIME_SERIES(SUM(${bad})) / MAX([TIME_SERIES(SUM(${all})), TIME_SERIES(1)]) / ${badShare(objective)}`;
    const burn =
      objective.of.kind === 'fresh'
        ? `${bad} / ${all} / ${badShare(objective)}`
        : `(${bad} + TIME_SERIES(0)) / MAX([${all} + TIME_SERIES(0), TIME_SERIES(1)]) / ${badShare(objective)}`;
    const drawn = (text: string, label: string, seconds: number): Target[] => [
      expression(text, label),
      ...countedTargets(realm, objective, seconds),
    ];
    return [
      leftPanel(objective, 'cloudwatch', drawn(left, 'left', DAY)),
      burnPanel(objective, 'cloudwatch', drawn(burn, 'times too fast', HOUR)),
    ];
  });

/** The same by Prometheus, as far back as it keeps; without those of which its buckets cannot tell. */
export const prometheusBudgets = (realm: StackRealm): PanelSpec[] =>
  (realm.objectives ?? []).flatMap((objective) => {
    const spent = budgetBurn(realm, objective, objective.overSeconds);
    const burn = budgetBurn(realm, objective, HOUR);
    if (spent === undefined || burn === undefined) return [];
    return [
      leftPanel(objective, 'prometheus', [promqlNow(`1 - ${spent}`, 'left')]),
      burnPanel(objective, 'prometheus', [promql(burn, 'times too fast')]),
    ];
  });

// --- internal ---

const [HOUR, DAY] = [3_600, 86_400];

function countedTargets(realm: StackRealm, objective: StackObjective, seconds: number): Target[] {
  const terms = { counted: { namespace: namespaceOf(realm) }, ...objective, realm: realm.realm };
  return Object.entries(countedMetrics(terms, LOG_METRIC_NAMESPACE)).map(([id, counted]) =>
    metric({ ...counted, label: id, id, seconds }),
  );
}

/** Over the whole time of the promise, whatever the dashboard shows. */
const leftPanel = (
  objective: StackObjective,
  source: PanelSpec['source'],
  targets: readonly Target[],
): PanelSpec => ({
  kind: 'stat',
  title: `${objective.name}: budget left`,
  description: promiseWords(objective, formatDuration),
  source,
  targets,
  unit: 'percentunit',
  max: 1,
  ...(source === 'cloudwatch' && { timeFrom: formatDuration(objective.overSeconds) }),
});

const burnPanel = (
  objective: StackObjective,
  source: PanelSpec['source'],
  targets: readonly Target[],
): PanelSpec => ({
  kind: 'timeseries',
  title: `${objective.name}: budget burns`,
  description: 'How many times too fast, over an hour.',
  source,
  targets,
  min: 0,
  width: 16,
});
