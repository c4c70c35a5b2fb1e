import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IAlarm,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LOG_METRIC_NAMESPACE } from '../../contract';
import { formatDuration } from '../../text';
import { type AlertRouting, SEVERITY } from '../alert-routing';
import { ConstructError } from '../construct-error';
import { missingRunAlarm, missingRunLimits } from '../missing-run-alarm';
import { checkCount, checkCountable, numberText, secondsOf } from '../prop-checks';
import { SignalAlarm, type SignalAlarmProps } from '../signal-alarm';

export interface LambdaMonitorProps {
  readonly function: IFunction;

  /** What the names of the alarms begin with, usually the name of the function. */
  readonly name: string;

  /** Where the alarms go; AlertRouting.silent('why') to tell nobody. */
  readonly alerts: AlertRouting;

  /**
   * The timeout that the 99th percentile of the duration is compared with.
   * @default - that of the function, if it is made in this app; else there is no alarm on duration
   */
  readonly timeout?: Duration;

  /**
   * The queue of the events that the function gave up.
   * @default - that of the function, if it is made in this app
   */
  readonly deadLetterQueue?: IQueue;

  /**
   * The function is invoked at least so often, at regular times.
   * @default - no alarm on missing invocations
   */
  readonly invokedEvery?: Duration;

  /**
   * The function is not invoked more often than this in five minutes; a loop of events shows here. 0 is off.
   * @default - no alarm on too many invocations
   */
  readonly mostInvocations?: number;

  /**
   * The function's log, for errors that it catches and only logs; together with `errorPattern`.
   * @default - only errors that the function throws are seen
   */
  readonly logGroup?: ILogGroup;

  /**
   * The CloudWatch Logs filter pattern of an error in the function's log.
   * @default - only errors that the function throws are seen
   */
  readonly errorPattern?: string;

  /**
   * Who is told.
   * @default 'ticket'
   */
  readonly severity?: string;
}

/** The last part of an alarm's name. */
export type LambdaSignal =
  | 'errors'
  | 'throttles'
  | 'lost-events'
  | 'duration'
  | 'dead-letters'
  | 'logged-errors'
  | 'not-invoked'
  | 'invoked-too-often';

/** The alarms on one function: it fails, is throttled, nears its timeout, gives events up, or is not invoked. */
export class LambdaMonitor extends Construct {
  /** Those that there are. */
  readonly alarms: Readonly<Partial<Record<LambdaSignal, IAlarm>>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LambdaMonitorProps,
  ) {
    super(scope, id);
    const { name, alerts, severity = SEVERITY.ticket } = props;
    const alarms = this.settings().map(({ signal, what, metric, ...settings }) => [
      signal,
      new SignalAlarm(this, signal, {
        alarmName: `${name}-${signal}`,
        alarmDescription: `Function ${name} ${what}.`,
        metric,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        threshold: 0,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        ...settings,
        datapointsToAlarm: settings.evaluationPeriods ?? 1,
        alerts,
        severity,
      }),
    ]);
    this.alarms = Object.fromEntries(alarms) as Partial<Record<LambdaSignal, IAlarm>>;
  }

  private settings(): LambdaAlarm[] {
    return [
      { signal: 'errors', what: 'fails', metric: this.sumOf('Errors') },
      { signal: 'throttles', what: 'is throttled', metric: this.sumOf('Throttles'), evaluationPeriods: 2 },
      {
        signal: 'lost-events',
        what: 'loses events: neither it nor its dead-letter queue or destination takes them',
        metric: this.sumOf('DeadLetterErrors', 'DestinationDeliveryFailures', 'AsyncEventsDropped'),
      },
      ...this.duration(),
      ...this.deadLetters(),
      ...this.loggedErrors(),
      ...this.notInvoked(),
      ...this.invokedTooOften(),
    ];
  }

  private duration(): LambdaAlarm[] {
    const { function: monitored } = this.props;
    const timeout =
      this.props.timeout ?? (monitored instanceof LambdaFunction ? monitored.timeout : undefined);
    if (!timeout) return [];
    const seconds = secondsOf(this, 'timeout', timeout);
    const percent = NEAR_TIMEOUT * 100;
    return [
      {
        signal: 'duration',
        what: `takes more than ${percent} % of its timeout of ${formatDuration(seconds)}`,
        metric: monitored.metricDuration({ statistic: Stats.percentile(99), period: FIVE_MINUTES }),
        threshold: seconds * 1_000 * NEAR_TIMEOUT,
        evaluationPeriods: 2,
      },
    ];
  }

  private deadLetters(): LambdaAlarm[] {
    const { function: monitored } = this.props;
    const queue =
      this.props.deadLetterQueue ??
      (monitored instanceof LambdaFunction ? monitored.deadLetterQueue : undefined);
    if (!queue) return [];
    return [
      {
        signal: 'dead-letters',
        what: 'has given events up; they are in its dead-letter queue',
        metric: queue.metricApproximateNumberOfMessagesVisible({
          statistic: Stats.MAXIMUM,
          period: Duration.minutes(1),
        }),
        evaluationPeriods: 2,
        treatMissingData: TreatMissingData.IGNORE,
      },
    ];
  }

  private loggedErrors(): LambdaAlarm[] {
    const { logGroup, errorPattern, name } = this.props;
    if (!logGroup !== !errorPattern) {
      throw new ConstructError(
        this,
        'logGroup, errorPattern: one without the other, allowed: both or neither',
      );
    }
    if (!logGroup || !errorPattern) return [];
    checkCountable(this, logGroup);
    const metricName = `${name}-logged-errors`;
    new MetricFilter(this, 'Filter', {
      logGroup,
      filterName: metricName,
      filterPattern: FilterPattern.literal(errorPattern),
      metricNamespace: LOG_METRIC_NAMESPACE,
      metricName,
      metricValue: '1',
    });
    const errors = new Metric({ namespace: LOG_METRIC_NAMESPACE, metricName, ...FIVE_MINUTE_SUM });
    return [
      { signal: 'logged-errors', what: 'logs errors that it does not throw', metric: withZeros({ errors }) },
    ];
  }

  private notInvoked(): LambdaAlarm[] {
    const { invokedEvery } = this.props;
    if (!invokedEvery) return [];
    const every = secondsOf(this, 'invokedEvery', invokedEvery);
    const { smallest, largest } = missingRunLimits(every);
    if (smallest > largest || every < 60) {
      const got = formatDuration(every);
      throw new ConstructError(this, `invokedEvery: not possible, got ${got}, allowed: 1m to about six days`);
    }
    const { periodSeconds, evaluationPeriods, warmUpMinutes } = missingRunAlarm(every, smallest);
    const period = Duration.seconds(periodSeconds);
    return [
      {
        signal: 'not-invoked',
        what: `is not invoked; it should be every ${formatDuration(every)}`,
        metric: withZeros({ calls: this.props.function.metricInvocations({ statistic: Stats.SUM, period }) }),
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        threshold: 1,
        evaluationPeriods,
        treatMissingData: TreatMissingData.BREACHING,
        warmUpMinutes,
        warmUpInFull: true,
      },
    ];
  }

  private invokedTooOften(): LambdaAlarm[] {
    const most = this.props.mostInvocations ?? 0;
    checkCount(this, 'mostInvocations', most);
    if (most === 0) return [];
    const what = `is invoked more than ${numberText(most)} times in five minutes`;
    return [
      {
        signal: 'invoked-too-often',
        what,
        metric: this.sumOf('Invocations'),
        threshold: most,
        evaluationPeriods: 2,
      },
    ];
  }

  /** The sum of some metrics of the function, over five minutes, with a 0 where it was not invoked. */
  private sumOf(...metricNames: readonly string[]): IMetric {
    const metrics = metricNames.map((name, index) => [
      `m${index}`,
      this.props.function.metric(name, FIVE_MINUTE_SUM),
    ]);
    return withZeros(Object.fromEntries(metrics));
  }
}

// --- internal ---

interface LambdaAlarm
  extends Partial<
    Omit<SignalAlarmProps, 'alarmName' | 'alarmDescription' | 'metric' | 'alerts' | 'severity'>
  > {
  readonly signal: LambdaSignal;
  /** After the name of the function. */
  readonly what: string;
  readonly metric: IMetric;
}

const FIVE_MINUTES = Duration.minutes(5);
const FIVE_MINUTE_SUM = { statistic: Stats.SUM, period: FIVE_MINUTES };

/** Of the timeout: slower than this is about to be cut off. */
const NEAR_TIMEOUT = 0.8;

/** With gaps, CloudWatch would judge data older than the window: one failure would come back later. */
function withZeros(usingMetrics: Record<string, Metric>): IMetric {
  const names = Object.keys(usingMetrics);
  const [first] = Object.values(usingMetrics);
  return new MathExpression({
    label: names.length === 1 ? first!.metricName : 'sum',
    expression: [...names, 'TIME_SERIES(0)'].join(' + '),
    usingMetrics,
    period: first!.period,
  });
}
