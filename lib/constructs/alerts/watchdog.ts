import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { SnsPublish } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import {
  canaryMessage,
  canaryReceiptMetric,
  canaryReceiptPattern,
  LOG_METRIC_NAMESPACE,
  realmNames,
} from '../../contract';
import { formatDuration } from '../../text';
import { acknowledge } from '../acknowledge';
import { AlertRouting, type AlertRoutingOptions } from '../alert-routing';
import { ConstructError } from '../construct-error';
import { alarmAfterLimits, silenceAlarm } from '../heartbeat/silence-alarm';
import { silenceMetric } from '../heartbeat/silence-metric';
import { schedulerRole } from '../jobs/scheduler-role';
import { secondsOf } from '../prop-checks';
import { SignalAlarm } from '../signal-alarm';
import { checkRealm } from '../worker-monitor';
import type { AlertDispatcher } from './alert-dispatcher';
import { AlertTopic } from './alert-topic';

export interface WatchdogProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** The topics to watch; the dispatcher listens to them, and they are made with `watched`. */
  readonly topics: readonly AlertTopic[];

  /** The dispatcher whose receipts are counted. */
  readonly dispatcher: AlertDispatcher;

  /** Addresses that are told when canaries no longer get through, by a topic and a key of their own. */
  readonly emails: readonly string[];

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /**
   * How often a canary is sent to each topic, in whole minutes from 1 minute to a day.
   * @default Duration.minutes(15)
   */
  readonly every?: Duration;

  /**
   * The link to what to do when canaries stop; `{alarm}` in it becomes the alarm's name.
   * @default - none
   */
  readonly runbook?: string;

  /**
   * What is known of its alarms by their names, as AlertRouting takes it.
   * @default - nothing is
   */
  readonly guide?: AlertRoutingOptions['guide'];

  /**
   * What the names of its alarms begin with.
   * @default - nothing
   */
  readonly alarmPrefix?: string;
}

/**
 * Proves all the time that alerts get through: sends a canary to each topic, counts the receipts that the
 * dispatcher writes, and alarms, past the dispatcher, when two in a row have left none. A receipt says that the
 * topic, its key, the subscription and the function work, and that each channel's secret can be read.
 */
export class Watchdog extends Construct {
  /** The topic that the watchdog's own alarms go to. */
  readonly topic: AlertTopic;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WatchdogProps,
  ) {
    super(scope, id);
    const { realm, system, topics, emails } = props;
    checkRealm(this, props);
    const every = this.everySeconds();
    this.checkTopics();
    if (emails.length === 0) {
      throw new ConstructError(this, 'emails: none, allowed: at least one, or nobody is told');
    }
    this.topic = new AlertTopic(this, 'Topic', { realm, system, severity: WATCHDOG_SEVERITY, emails });
    const role = schedulerRole(this, 'Role');
    acknowledge(role, {
      'AwsSolutions::AwsSolutions-IAM5[Action::kms:GenerateDataKey*]':
        "of the topics' keys alone; publishing to an encrypted topic asks for both forms of the action",
    });
    for (const { severity, topic } of topics) {
      const input = canaryMessage(realm, system, ContextAttribute.scheduledTime);
      new Schedule(this, `Canary-${severity}`, {
        description: `Sends a canary through the ${severity} alerts of realm ${realm}`,
        schedule: ScheduleExpression.rate(Duration.seconds(every)),
        // A canary that is late says nothing; the next one comes.
        target: new SnsPublish(topic, {
          input: ScheduleTargetInput.fromObject(input),
          role,
          retryAttempts: 0,
        }),
      });
      this.countReceipts(severity, every);
    }
  }

  private checkTopics(): void {
    const { topics, dispatcher } = this.props;
    if (topics.length === 0) throw new ConstructError(this, 'topics: none, allowed: at least one');
    for (const topic of topics) {
      if (!topic.watched) {
        throw new ConstructError(
          this,
          `topics: people would get the canaries, got '${topic.severity}', allowed: topics made with watched: true`,
        );
      }
      if (!dispatcher.topics.includes(topic)) {
        throw new ConstructError(
          this,
          `topics: nobody would write receipts, got '${topic.severity}', allowed: topics that the dispatcher has a route of`,
        );
      }
    }
  }

  private countReceipts(severity: string, every: number): void {
    const { realm, system, dispatcher } = this.props;
    const names = realmNames(realm, system);
    const metricName = canaryReceiptMetric(realm, severity, system);
    new MetricFilter(this, `Receipts-${severity}`, {
      logGroup: dispatcher.function.logGroup,
      filterName: metricName,
      filterPattern: FilterPattern.literal(canaryReceiptPattern(severity)),
      metricNamespace: LOG_METRIC_NAMESPACE,
      metricName,
      metricValue: '1',
    });
    const { smallest, largest } = alarmAfterLimits(every);
    const alarmAfter = Math.min(smallest + 2 * SCHEDULER_JITTER_SECONDS, largest);
    const { periodSeconds, ...settings } = silenceAlarm(every, alarmAfter);
    const period = Duration.seconds(periodSeconds);
    const receipts = new Metric({
      namespace: LOG_METRIC_NAMESPACE,
      metricName,
      statistic: Stats.SAMPLE_COUNT,
      period,
    });
    new SignalAlarm(this, `Silence-${severity}`, {
      alarmName: `${names.watchdog}-${severity}`,
      alarmDescription:
        `The ${severity} alerts of realm ${realm} may reach nobody: no canary has got through them for ` +
        `${formatDuration(alarmAfter)}, and one is due every ${formatDuration(every)}.\n` +
        `See the lines of type canary in the log of function ${names.alertDispatcher}.`,
      metric: silenceMetric(receipts, period, 'receipts'),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      treatMissingData: TreatMissingData.BREACHING,
      ...settings,
      alerts: AlertRouting.to(
        { [WATCHDOG_SEVERITY]: this.topic.topic },
        { runbook: this.props.runbook, alarmPrefix: this.props.alarmPrefix, guide: this.props.guide },
      ),
      severity: WATCHDOG_SEVERITY,
    });
  }

  private everySeconds(): number {
    const every = secondsOf(this, 'every', this.props.every ?? Duration.minutes(15));
    if (every >= 60 && every <= 86_400 && every % 60 === 0) return every;
    const got = formatDuration(every);
    throw new ConstructError(this, `every: not usable, got ${got}, allowed: whole minutes from 1m to 1d`);
  }
}

/** EventBridge Scheduler starts within the minute that is due; two of an interval may lie so much further apart. */
const SCHEDULER_JITTER_SECONDS = 60;

/** The severity of the watchdog's own alarms, and the last part of its topic's name. */
export const WATCHDOG_SEVERITY = 'watchdog';
