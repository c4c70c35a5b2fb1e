import { ArnFormat, Duration, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  canaryReceiptMetric,
  DEFAULT_SYSTEM,
  LOG_METRIC_NAMESPACE,
  logMetricName,
  METRICS,
  type MetricName,
  realmNames,
  systemNamespace,
} from '../../contract';
import { ConstructError } from '../construct-error';
import { backlogPerInstance, inServiceMetric } from '../fleet/fleet-metrics';
import { checkName, checkRealm } from '../worker-monitor';

export interface RealmDashboardProps {
  readonly realm: string;
  /** @default 'lava' */
  readonly system?: string;
  /** Worker names, in the order in which they are shown. */
  readonly workers: readonly string[];
  /** Queues and fleets that are not named as the contract says, by worker. @default - none */
  readonly existing?: Readonly<Record<string, { readonly queue?: string; readonly fleet?: string }>>;
  /** Alarms whose state is shown first, by the title of their group, such as a worker. @default - none */
  readonly alarms?: Readonly<Record<string, readonly cloudwatch.IAlarm[]>>;
  /** Service level objectives: what is left of their budgets, and how fast they burn. @default - none */
  readonly objectives?: readonly DashboardObjective[];
  /** The realm's functions, for their health. @default - none */
  readonly functions?: readonly IFunction[];
  /** Severities whose canaries a Watchdog counts. @default - none */
  readonly canaries?: readonly string[];
  /** Whether any job is measured; else there is no row of jobs. @default true */
  readonly jobMetrics?: boolean;
  /** Whether the workers measure their machines; else there is no row of machines. @default true */
  readonly workerMetrics?: boolean;
  /** The realm's records, for the last errors. */
  readonly logGroup: ILogGroup;
  /** Namespace of the workers' metrics. @default the system with a capital, 'Lava' */
  readonly namespace?: string;
}

/** An objective as a dashboard shows it; a JobObjective is one. */
export interface DashboardObjective {
  readonly name: string;
  readonly budget: { readonly overSeconds: number };
  readonly metricBudgetLeft: () => cloudwatch.MathExpression;
  readonly metricBurnRate: (window?: Duration) => cloudwatch.MathExpression;
}

/**
 * One page for the person on call, in the order of the questions: what is in alarm, is the fleet alive, does
 * work pile up, do jobs fail, what do the machines and the functions say, and what were the last errors.
 */
export class RealmDashboard extends Construct {
  readonly dashboard: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: RealmDashboardProps) {
    super(scope, id);
    const { realm, system = DEFAULT_SYSTEM, workers } = props;
    checkRealm(this, props);
    if (workers.length === 0) throw new ConstructError(this, 'workers: none, allowed: at least one');
    for (const worker of workers) checkName(this, 'worker', worker);
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: realmNames(realm, system).dashboard,
      defaultInterval: Duration.hours(3),
      widgets: [
        alarmRow(props),
        fleetRow(props, system),
        queueRow(props, system),
        jobRow(props),
        objectiveRow(props),
        machineRow(props),
        functionRow(props),
        canaryRow(props, system),
        errorRow(props),
      ].filter((row) => row.length > 0),
    });
  }
}

// --- internal ---

const WIDTH = 24;
const MINUTE = Duration.minutes(1);

/** CloudWatch's limit for one alarm widget. */
const MOST_ALARMS = 100;

function namesOf({ realm, existing = {} }: RealmDashboardProps, system: string, worker: string) {
  const names = realmNames(realm, system).worker(worker);
  const { queue = names.queue, fleet = names.fleet } = existing[worker] ?? {};
  return { ...names, queue, fleet };
}

const namespaceOf = ({ namespace, system }: RealmDashboardProps): string =>
  namespace ?? systemNamespace(system);

/** A widget for each group, two beside each other. */
function alarmRow({ alarms = {} }: RealmDashboardProps): cloudwatch.IWidget[] {
  return Object.entries(alarms).flatMap(([group, all]) => {
    const widgets: cloudwatch.IWidget[] = [];
    for (let from = 0; from < all.length; from += MOST_ALARMS) {
      const some = all.slice(from, from + MOST_ALARMS).map(byName);
      const height = 2 + Math.ceil(some.length / 2);
      const title = `Alarms: ${group}`;
      // By state first: what is in ALARM is at the front.
      const sortBy = cloudwatch.AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP;
      widgets.push(
        new cloudwatch.AlarmStatusWidget({ title, alarms: some, sortBy, width: WIDTH / 2, height }),
      );
    }
    return widgets;
  });
}

/**
 * The alarm with an ARN that is escaped with the rest of the body: the ARN that a deployment puts into the JSON of it is
 * put there as it is, and a quote in the name would end the text.
 */
function byName(alarm: cloudwatch.IAlarm): cloudwatch.IAlarm {
  const resource = alarm.node.defaultChild;
  const name = resource instanceof cloudwatch.CfnAlarm ? resource.alarmName : undefined;
  if (name === undefined || Token.isUnresolved(name) || !/["\\]/.test(name)) return alarm;
  const known = alarm.node.tryFindChild('ByName') as cloudwatch.IAlarm | undefined;
  if (known) return known;
  const arn = { service: 'cloudwatch', resource: 'alarm', resourceName: name };
  const alarmArn = Stack.of(alarm).formatArn({ ...arn, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  return cloudwatch.Alarm.fromAlarmArn(alarm, 'ByName', alarmArn);
}

function fleetRow(props: RealmDashboardProps, system: string): cloudwatch.IWidget[] {
  const { realm, workers, logGroup } = props;
  const heartbeats = workers.map(
    (worker) =>
      new cloudwatch.Metric({
        namespace: LOG_METRIC_NAMESPACE,
        metricName: logMetricName(realm, worker, 'heartbeats', system),
        statistic: 'SampleCount',
        period: MINUTE,
        label: worker,
      }),
  );
  const inService = workers.map(
    (worker) =>
      new cloudwatch.Metric({
        namespace: 'AWS/AutoScaling',
        metricName: 'GroupInServiceInstances',
        dimensionsMap: { AutoScalingGroupName: namesOf(props, system, worker).fleet },
        statistic: 'Average',
        period: MINUTE,
        label: worker,
      }),
  );
  const busiest = workers.map(
    (worker) =>
      new cloudwatch.Metric({
        namespace: 'AWS/EC2',
        metricName: 'CPUUtilization',
        dimensionsMap: { AutoScalingGroupName: namesOf(props, system, worker).fleet },
        statistic: 'Maximum',
        period: MINUTE,
        label: worker,
      }),
  );
  const incoming = new cloudwatch.Metric({
    namespace: 'AWS/Logs',
    metricName: 'IncomingLogEvents',
    dimensionsMap: { LogGroupName: logGroup.logGroupName },
    statistic: 'Sum',
    period: MINUTE,
    label: 'records',
  });
  return [
    graph('Heartbeats a minute', heartbeats, { min: 0 }, 6),
    graph('Instances in service', inService, { min: 0 }, 6),
    graph('CPU of the busiest machine (%)', busiest, { min: 0, max: 100 }, 6),
    // Of the whole realm: nothing here while workers run is a broken pipe.
    graph('Records arriving a minute', [incoming], { min: 0 }, 6),
  ];
}

function queueRow(props: RealmDashboardProps, system: string): cloudwatch.IWidget[] {
  const { workers } = props;
  const queueMetric = (metricName: string, queueOf: (worker: string) => string) =>
    workers.map(
      (worker) =>
        new cloudwatch.Metric({
          namespace: 'AWS/SQS',
          metricName,
          dimensionsMap: { QueueName: queueOf(worker) },
          statistic: 'Maximum',
          period: MINUTE,
          label: worker,
        }),
    );
  const names = (worker: string) => namesOf(props, system, worker);
  const depths = queueMetric('ApproximateNumberOfMessagesVisible', (w) => names(w).queue);
  const backlogs = workers.map((label, index) =>
    backlogPerInstance(
      depths[index]!,
      inServiceMetric({ autoScalingGroupName: names(label).fleet }, MINUTE),
      { label, suffix: String(index) },
    ),
  );
  const ages = queueMetric('ApproximateAgeOfOldestMessage', (w) => names(w).queue);
  const letters = queueMetric('ApproximateNumberOfMessagesVisible', (w) => names(w).deadLetterQueue);
  return [
    graph('Queue depth', depths, { min: 0 }, 6),
    graph('Backlog per instance', backlogs, { min: 0 }, 6),
    graph('Oldest message (s)', ages, { min: 0 }, 6),
    graph('Dead letters', letters, { min: 0 }, 6),
  ];
}

function jobRow(props: RealmDashboardProps): cloudwatch.IWidget[] {
  const { realm, workers, jobMetrics = true } = props;
  const namespace = namespaceOf(props);
  if (!jobMetrics) return [];
  const delay = workers.map(
    (worker) =>
      new cloudwatch.Metric({
        namespace,
        metricName: METRICS.RunDelay.name,
        dimensionsMap: { Realm: realm, Worker: worker },
        statistic: 'p95',
        period: MINUTE,
        label: worker,
      }),
  );
  return [
    graph('Run delay, p95 (s)', delay, { min: 0 }),
    graph('Failed runs, by job', [search(namespace, 'JobFailed', realm, 'Sum')], { min: 0 }),
    graph('Run time, by job (s)', [search(namespace, 'RunTime', realm, 'Maximum')], { min: 0 }),
  ];
}

/** Two objectives beside each other. */
function objectiveRow({ objectives = [] }: RealmDashboardProps): cloudwatch.IWidget[] {
  return objectives.flatMap((objective) => {
    const { name, budget } = objective;
    const days = budget.overSeconds / Duration.days(1).toSeconds();
    return [
      new cloudwatch.SingleValueWidget({
        title: `${name}: budget left of ${days} days, 1 is all`,
        metrics: [objective.metricBudgetLeft()],
        start: `-P${days}D`,
        width: 4,
        height: 6,
      }),
      graph(`${name}: budget burns, over an hour`, [objective.metricBurnRate()], { min: 0 }),
    ];
  });
}

function machineRow(props: RealmDashboardProps): cloudwatch.IWidget[] {
  const { realm, workerMetrics = true } = props;
  const namespace = namespaceOf(props);
  if (!workerMetrics) return [];
  const percent = { min: 0, max: 100 };
  return [
    graph('Memory used (%)', [search(namespace, 'PercentMemUsed', realm, 'Maximum')], percent),
    graph('Temporary disk used (%)', [search(namespace, 'PercentTmpDiskUsed', realm, 'Maximum')], percent),
    graph('Dead threads', [search(namespace, 'WorkerThreadsDead', realm, 'Maximum')], { min: 0 }),
  ];
}

function functionRow({ functions = [] }: RealmDashboardProps): cloudwatch.IWidget[] {
  if (functions.length === 0) return [];
  const each = (metric: (fn: IFunction) => cloudwatch.Metric) => functions.map((fn) => metric(fn));
  const options = { period: MINUTE };
  const quarter = (title: string, metrics: cloudwatch.Metric[]) => graph(title, metrics, { min: 0 }, 6);
  return [
    quarter(
      'Function invocations',
      each((fn) => fn.metricInvocations(options)),
    ),
    quarter(
      'Function errors',
      each((fn) => fn.metricErrors(options)),
    ),
    quarter(
      'Function throttles',
      each((fn) => fn.metricThrottles(options)),
    ),
    quarter(
      'Function duration, p99 (ms)',
      each((fn) => fn.metricDuration({ ...options, statistic: 'p99' })),
    ),
  ];
}

function canaryRow({ realm, canaries = [] }: RealmDashboardProps, system: string): cloudwatch.IWidget[] {
  if (canaries.length === 0) return [];
  const receipts = canaries.map(
    (severity) =>
      new cloudwatch.Metric({
        namespace: LOG_METRIC_NAMESPACE,
        metricName: canaryReceiptMetric(realm, severity, system),
        statistic: 'SampleCount',
        period: Duration.minutes(15),
        label: severity,
      }),
  );
  return [graph('Canaries that got through, by severity', receipts, { min: 0 })];
}

function errorRow({ logGroup }: RealmDashboardProps): cloudwatch.IWidget[] {
  return [
    new cloudwatch.LogQueryWidget({
      title: 'Last errors',
      logGroupNames: [logGroup.logGroupName],
      view: cloudwatch.LogQueryVisualizationType.TABLE,
      width: WIDTH,
      height: 8,
      queryLines: [
        'fields @timestamp, level, worker, job_id, run_id, message',
        "filter level in ['ERROR', 'CRITICAL']",
        'sort @timestamp desc',
        'limit 50',
      ],
    }),
  ];
}

/** Instances and jobs come and go, so their series are searched for; an alarm could not do that. */
function search(
  namespace: string,
  metric: MetricName,
  realm: string,
  statistic: string,
): cloudwatch.MathExpression {
  const { name, dimensions } = METRICS[metric];
  const schema = [namespace, ...dimensions].join(',');
  return new cloudwatch.MathExpression({
    expression: `SEARCH('{${schema}} MetricName="${name}" Realm="${realm}"', '${statistic}', 60)`,
    label: '',
    period: MINUTE,
    usingMetrics: {},
  });
}

function graph(
  title: string,
  left: cloudwatch.IMetric[],
  leftYAxis: cloudwatch.YAxisProps,
  width = 8,
): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({
    title,
    left,
    leftYAxis: { ...leftYAxis, showUnits: false },
    width,
    height: 6,
  });
}
