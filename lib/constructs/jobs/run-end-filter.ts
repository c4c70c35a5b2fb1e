import { Stack, Token } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct } from 'constructs';
import {
  hasEdgeWildcard,
  type JobLogSignal,
  jobLogMetricName,
  LOG_METRIC_NAMESPACE,
  runEndPattern,
} from '../../contract';
import { ConstructError } from '../construct-error';
import { checkCountable } from '../prop-checks';
import type { JobMonitorProps } from './job-monitor-props';

/** Whose runs. */
export type RunEndFilterProps = Pick<JobMonitorProps, 'realm' | 'system' | 'job' | 'childIterations'>;

/** Counts the ends of a job's runs in the workers' records. */
export class RunEndFilter extends Construct {
  /** The stack's filter of these ends, or a new one: two filters of one metric would count every end twice. */
  static sharedIn(
    scope: Construct,
    logGroup: ILogGroup,
    signal: JobLogSignal,
    props: RunEndFilterProps,
  ): RunEndFilter {
    const { realm, job, system } = props;
    const metricName = jobLogMetricName(realm, job, signal, system);
    const there = Stack.of(scope)
      .node.findAll()
      .find((one) => one instanceof RunEndFilter && one.metric.metricName === metricName);
    return (there as RunEndFilter | undefined) ?? new RunEndFilter(scope, logGroup, signal, props);
  }

  /** One datum for each end, 1. */
  readonly metric: Metric;

  constructor(scope: Construct, logGroup: ILogGroup, signal: JobLogSignal, props: RunEndFilterProps) {
    super(scope, `${signal}Filter`);
    const { realm, system, job, childIterations } = props;
    checkCountable(this, logGroup);
    const filterPattern = runEndPattern({ realm, system, job }, signal, childIterations);
    checkPattern(this, logGroup, job, filterPattern);
    const metricName = jobLogMetricName(realm, job, signal, system);
    checkLength(this, 'the name of a metric', job, metricName, LONGEST_NAME);
    new MetricFilter(this, 'Default', {
      logGroup,
      filterName: metricName,
      filterPattern: FilterPattern.literal(filterPattern),
      metricNamespace: LOG_METRIC_NAMESPACE,
      metricName,
      metricValue: '1',
    });
    this.metric = new Metric({ namespace: LOG_METRIC_NAMESPACE, metricName });
  }
}

// --- internal ---

/** Source: PutMetricFilter, and the quotas of CloudWatch Logs. */
const LONGEST_PATTERN = 1_024;
const LONGEST_NAME = 255;
const MOST_REGEX_FILTERS = 5;

/** Filters with a regular expression of each group, of the jobs of an app. */
const regexFilters = new WeakMap<ILogGroup, number>();

function checkLength(scope: IConstruct, what: string, job: string, text: string, most: number): void {
  if (Token.isUnresolved(job) || text.length <= most) return;
  throw new ConstructError(
    scope,
    `job: too long for ${what}, got '${job}', which makes it ${text.length} characters, allowed: ${most}; ` +
      'it can be dispatched, but not watched',
  );
}

function checkPattern(scope: IConstruct, logGroup: ILogGroup, job: string, pattern: string): void {
  checkLength(scope, 'a filter pattern', job, pattern, LONGEST_PATTERN);
  if (Token.isUnresolved(job) || !hasEdgeWildcard(job)) return;
  const count = (regexFilters.get(logGroup) ?? 0) + 1;
  regexFilters.set(logGroup, count);
  if (count <= MOST_REGEX_FILTERS) return;
  throw new ConstructError(
    scope,
    `job: needs a filter with a regular expression, got '${job}', allowed: ${MOST_REGEX_FILTERS} such filters in a log ` +
      'group; watch fewer ids with a * at an end',
  );
}
