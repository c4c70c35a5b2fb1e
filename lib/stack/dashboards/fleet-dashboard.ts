import {
  backlogExpression,
  LOG_METRIC_NAMESPACE,
  logMetricName,
  METRICS,
  type MetricName,
  realmNames,
  type WorkerNames,
} from '../../contract';
import { namespaceOf, type StackRealm, systemOf } from '../stack-options';
import { cloudWatchBudgets } from './budget-panels';
import type { DashboardSpec } from './dashboard';
import type { PanelSpec, Target } from './panel';
import { expression, insights, metric } from './queries';

/** The realm's CloudWatch dashboard in Grafana: the same signals, in the same order. */
export function fleetDashboard(realm: StackRealm): DashboardSpec {
  const names = realmNames(realm.realm, systemOf(realm));
  return {
    uid: `${names.dashboard}-fleet`,
    title: `Fleet ${names.dashboard}`,
    description: 'Is the fleet alive, does work pile up, do jobs fail, what do machines and functions say.',
    tags: ['cloudwatch'],
    panels: [
      { kind: 'alerts', title: 'Alerts', source: 'cloudwatch', targets: [], width: 24, height: 6 },
      graph('Heartbeats a minute', heartbeats(realm), QUARTER),
      graph('Instances in service', inService(realm), QUARTER),
      graph('CPU of the busiest machine', busiest(realm), { ...QUARTER, ...PERCENT }),
      graph('Records arriving a minute', [records(names.logGroup)], QUARTER),
      graph('Queue depth', queue(realm, 'ApproximateNumberOfMessagesVisible', 'queue'), QUARTER),
      graph('Backlog per instance', backlog(realm), QUARTER),
      graph('Oldest message', queue(realm, 'ApproximateAgeOfOldestMessage', 'queue'), {
        ...QUARTER,
        unit: 's',
      }),
      graph('Dead letters', queue(realm, 'ApproximateNumberOfMessagesVisible', 'deadLetterQueue'), QUARTER),
      graph('Run delay, p95', runDelay(realm), { unit: 's' }),
      graph('Failed runs, by job', [search(realm, 'JobFailed', 'Sum')]),
      graph('Run time, by job', [search(realm, 'RunTime', 'Maximum')], { unit: 's' }),
      ...cloudWatchBudgets(realm),
      graph('Memory used', [search(realm, 'PercentMemUsed', 'Maximum')], PERCENT),
      graph('Temporary disk used', [search(realm, 'PercentTmpDiskUsed', 'Maximum')], PERCENT),
      graph('Dead threads', [search(realm, 'WorkerThreadsDead', 'Maximum')]),
      graph('Function invocations', functions(realm, 'Invocations', 'Sum'), QUARTER),
      graph('Function errors', functions(realm, 'Errors', 'Sum'), QUARTER),
      graph('Function throttles', functions(realm, 'Throttles', 'Sum'), QUARTER),
      graph('Function duration, p99', functions(realm, 'Duration', 'p99'), { ...QUARTER, unit: 'ms' }),
      {
        kind: 'logs',
        title: 'Last errors',
        source: 'cloudwatch',
        width: 24,
        targets: [
          insights(names.logGroup, [
            'fields @timestamp, level, worker, job_id, run_id, message',
            "filter level in ['ERROR', 'CRITICAL']",
            'sort @timestamp desc',
            'limit 50',
          ]),
        ],
      },
    ],
  };
}

// --- internal ---

const PERCENT = { unit: 'percent', max: 100 };
const QUARTER = { width: 6 };

function graph(title: string, targets: readonly Target[], more: Partial<PanelSpec> = {}): PanelSpec {
  return { kind: 'timeseries', title, source: 'cloudwatch', targets, min: 0, ...more };
}

const namesOf = (realm: StackRealm, worker: string): WorkerNames =>
  realmNames(realm.realm, systemOf(realm)).worker(worker);

const eachWorker = (realm: StackRealm, target: (worker: string) => Target): Target[] =>
  realm.workers.map(({ name }) => target(name));

const heartbeats = (realm: StackRealm) =>
  eachWorker(realm, (worker) =>
    metric({
      namespace: LOG_METRIC_NAMESPACE,
      metricName: logMetricName(realm.realm, worker, 'heartbeats', systemOf(realm)),
      statistic: 'SampleCount',
      label: worker,
    }),
  );

const inServiceOf = (realm: StackRealm, worker: string) => ({
  namespace: 'AWS/AutoScaling',
  metricName: 'GroupInServiceInstances',
  dimensions: { AutoScalingGroupName: namesOf(realm, worker).fleet },
  label: worker,
});

const inService = (realm: StackRealm) =>
  eachWorker(realm, (worker) => metric({ ...inServiceOf(realm, worker), statistic: 'Average' }));

const busiest = (realm: StackRealm) =>
  eachWorker(realm, (worker) =>
    metric({
      ...inServiceOf(realm, worker),
      namespace: 'AWS/EC2',
      metricName: 'CPUUtilization',
      statistic: 'Maximum',
    }),
  );

/** What the panel draws, and what that is computed from. */
const backlog = (realm: StackRealm): Target[] =>
  realm.workers.flatMap(({ name }, index) => {
    const [depth, machines] = [`depth${index}`, `inService${index}`];
    return [
      expression(backlogExpression(depth, machines), name),
      metric({ ...queueOf(realm, name, 'ApproximateNumberOfMessagesVisible', 'queue'), id: depth }),
      metric({ ...inServiceOf(realm, name), statistic: 'Minimum', id: machines }),
    ];
  });

const records = (logGroup: string) =>
  metric({
    namespace: 'AWS/Logs',
    metricName: 'IncomingLogEvents',
    dimensions: { LogGroupName: logGroup },
    statistic: 'Sum',
    label: 'records',
  });

type QueueKind = 'queue' | 'deadLetterQueue';

const queueOf = (realm: StackRealm, worker: string, metricName: string, of: QueueKind) => ({
  namespace: 'AWS/SQS',
  metricName,
  dimensions: { QueueName: namesOf(realm, worker)[of] },
  statistic: 'Maximum',
  label: worker,
});

const queue = (realm: StackRealm, metricName: string, of: QueueKind) =>
  eachWorker(realm, (worker) => metric(queueOf(realm, worker, metricName, of)));

const runDelay = (realm: StackRealm) =>
  eachWorker(realm, (worker) =>
    metric({
      namespace: namespaceOf(realm),
      metricName: METRICS.RunDelay.name,
      dimensions: { Realm: realm.realm, Worker: worker },
      statistic: 'p95',
      label: worker,
    }),
  );

/** Instances and jobs come and go, so their series are searched for. */
function search(realm: StackRealm, signal: MetricName, statistic: string): Target {
  const { name, dimensions } = METRICS[signal];
  const schema = [namespaceOf(realm), ...dimensions].join(',');
  const label = `\${PROP('Dim.${dimensions.at(-1)}')}`;
  return expression(
    `SEARCH('{${schema}} MetricName="${name}" Realm="${realm.realm}"', '${statistic}', 60)`,
    label,
  );
}

function functions(realm: StackRealm, metricName: string, statistic: string): Target[] {
  const names = realmNames(realm.realm, systemOf(realm));
  return [names.alertDispatcher, names.jobDispatcher].map((name) =>
    metric({
      namespace: 'AWS/Lambda',
      metricName,
      dimensions: { FunctionName: name },
      statistic,
      label: name,
    }),
  );
}
