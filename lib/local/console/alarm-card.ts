import { readAlarmDescription, realmNames } from '../../contract';
import type { AlarmStatus } from '../../engine/alarm-state/alarm-status';
import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import type { RealmConfig } from '../../realm/realm-config';
import type { TemplateModel } from '../../rehearsal/template/template-model';
import type { HistoryPoint } from './alarm-history';

/** An alarm as the console shows it: what it is, how it stands, and what it has seen. */
export interface AlarmCard extends AlarmFacts {
  readonly state: AlarmStatus['state'];
  readonly reason: string;
  /** When the state's value changed last, epoch milliseconds. */
  readonly since: number;
  readonly suppressedBy?: string;
  /** End of the maintenance window in which nobody is told of it, epoch milliseconds; absent outside of one. */
  readonly mutedUntil?: number;
  /** Of the last hour, oldest first. */
  readonly datapoints: readonly HistoryPoint[];
}

/** What does not change while a realm runs. */
export interface AlarmFacts {
  readonly alarmName: string;
  /** The name without what it begins with in all of its lane, e.g. `heartbeat`. */
  readonly label: string;
  /** The worker that it is about, `jobs` for one of a single job, `realm` for all others. */
  readonly lane: Lane;
  /** What has happened when it is in ALARM. */
  readonly description?: string;
  /** What to do first then. */
  readonly first?: string;
  readonly runbook?: string;
  /** The metrics that it reads, each once; of a composite the alarms. */
  readonly reads: readonly string[];
  readonly condition?: AlarmCondition;
  /** Topics that an ALARM is told to, by name. */
  readonly topics: readonly string[];
}

export type Lane =
  | { readonly kind: 'worker'; readonly worker: string }
  | { readonly kind: 'jobs' }
  | { readonly kind: 'realm' };

/** When a metric alarm is in ALARM: `datapointsToAlarm` of the newest `evaluationPeriods` datapoints breach. */
export interface AlarmCondition {
  readonly operator: '>' | '>=' | '<' | '<=';
  readonly threshold: number;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  /** Seconds. */
  readonly period: number;
}

/** What the template says of each of its alarms, by name. */
export function alarmFacts(config: RealmConfig, model: TemplateModel): ReadonlyMap<string, AlarmFacts> {
  const lanesOf = lanes(config);
  const known = [...model.alarms, ...model.compositeAlarms].map((alarm): [string, AlarmFacts] => {
    const { alarmName, alarmDescription } = alarm;
    const { says, ...toDo } = readAlarmDescription(alarmDescription ?? '');
    const facts = {
      alarmName,
      ...lanesOf(alarmName),
      ...(says !== '' && { description: says }),
      ...toDo,
      topics: alarm.alarmActions.filter((arn) => arn.split(':')[2] === 'sns').map(lastPart),
    };
    return [
      alarmName,
      'alarmRule' in alarm
        ? { ...facts, reads: alarmsOf(alarm) }
        : { ...facts, reads: metricsOf(alarm), condition: conditionOf(alarm) },
    ];
  });
  return new Map(known);
}

// --- internal ---

function lanes({ realm, system, workers }: RealmConfig) {
  const names = realmNames(realm, system);
  const all: readonly (readonly [prefix: string, lane: Lane])[] = [
    [names.jobAlarm('', 'failed').slice(0, -'-failed'.length), { kind: 'jobs' }],
    [`${names.dashboard}-`, { kind: 'realm' }],
    ...workers.map(({ name: worker }): [string, Lane] => {
      const prefix = names.worker(worker).alarm('heartbeat').slice(0, -'heartbeat'.length);
      return [prefix, { kind: 'worker', worker }];
    }),
  ];
  // A worker's name may begin with that of another.
  const longestFirst = [...all].sort(([a], [b]) => b.length - a.length);
  return (alarmName: string): Pick<AlarmFacts, 'lane' | 'label'> => {
    const [prefix, lane] = longestFirst.find(([one]) => alarmName.startsWith(one)) ?? ['', { kind: 'realm' }];
    return { lane, label: alarmName.slice(prefix.length) };
  };
}

const OPERATORS = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
} as const;

function conditionOf(alarm: MetricAlarm): AlarmCondition {
  const { comparisonOperator, threshold, evaluationPeriods, datapointsToAlarm = evaluationPeriods } = alarm;
  const periods = [
    alarm.metric?.period,
    ...(alarm.metrics ?? []).map((one) => one.metricStat?.period ?? one.period),
  ];
  const period = Math.max(...periods.filter((one) => one !== undefined));
  return { operator: OPERATORS[comparisonOperator], threshold, datapointsToAlarm, evaluationPeriods, period };
}

function metricsOf({ metric, metrics = [] }: MetricAlarm): string[] {
  const stats = [metric, ...metrics.map(({ metricStat }) => metricStat)].filter((one) => one !== undefined);
  return [...new Set(stats.map(({ metricName }) => metricName))];
}

/** The names in a rule: `ALARM("name")`, or an ARN in its place. */
const alarmsOf = ({ alarmRule }: CompositeAlarm): string[] => [
  ...new Set(
    [...alarmRule.matchAll(/\(\s*["']?([^"'()]+)["']?\s*\)/g)].map(([, name]) => lastPart(name!.trim())),
  ),
];

const lastPart = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);
