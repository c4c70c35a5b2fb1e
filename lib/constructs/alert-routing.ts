import { Token } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { ALARM_PREFIX, ALARM_PREFIX_HELP, alarmDescription, RUNBOOK, RUNBOOK_HELP } from '../contract';
import { withoutPassword } from '../text';
import { ConstructError } from './construct-error';

/** The severities that the monitors use unless told otherwise; any other name may be added. */
export const SEVERITY = { page: 'page', ticket: 'ticket' } as const;

export interface AlertRoutingOptions {
  /** The link that every alarm carries; `{alarm}` becomes its name, and `{kind}` its kind, where the guide says one. */
  readonly runbook?: string;

  /**
   * What is known of an alarm by its name: without a runbook, its description says what to do first.
   * @default - nothing is
   */
  readonly guide?: (alarmName: string) => AlarmGuide | undefined;

  /**
   * What the name of every alarm begins with, where others have the names of the contract already.
   * @default - nothing
   */
  readonly alarmPrefix?: string;
}

/** What is known of an alarm by its name. */
export interface AlarmGuide {
  /** Its anchor in docs/alarms.md, such as `worker-queue-depth`. */
  readonly kind: string;
  /** What to do first, in sentences. */
  readonly first: string;
}

/**
 * Where the alarms of each severity go. Every monitor asks for one, so that an alarm without anybody to hear it
 * is a decision with a reason and never an oversight.
 */
export class AlertRouting {
  /** Severity to topic. `ticket` falls back to `page`, so that one topic is enough. */
  static to(
    topics: Readonly<Record<string, ITopic>>,
    { runbook, alarmPrefix, guide }: AlertRoutingOptions = {},
  ): AlertRouting {
    if (runbook !== undefined && !RUNBOOK.test(runbook)) {
      throw new Error(
        `AlertRouting.to: runbook: not a link, got '${withoutPassword(runbook)}', allowed: ${RUNBOOK_HELP}`,
      );
    }
    if (alarmPrefix !== undefined && !ALARM_PREFIX.test(alarmPrefix)) {
      throw new Error(
        `AlertRouting.to: alarmPrefix: not usable, got '${alarmPrefix}', allowed: ${ALARM_PREFIX_HELP}`,
      );
    }
    return new AlertRouting(topics, runbook, alarmPrefix, guide);
  }

  /** Alarms change state and show on dashboards, but nobody is told; the reason is for the next reader. */
  static silent(reason: string): AlertRouting {
    if (reason.trim() === '')
      throw new Error('AlertRouting.silent: no reason, allowed: why nobody is to be told');
    return new AlertRouting(undefined);
  }

  private constructor(
    private readonly topics: Readonly<Record<string, ITopic>> | undefined,
    private readonly runbook?: string,
    private readonly alarmPrefix = '',
    private readonly guide?: AlertRoutingOptions['guide'],
  ) {}

  /** The same names, told to nobody: of an alarm that another one tells of. */
  silently(): AlertRouting {
    return new AlertRouting(undefined, this.runbook, this.alarmPrefix, this.guide);
  }

  /** An alarm's name, with the prefix that keeps it apart from alarms that are there already. */
  nameOf(alarmName: string): string {
    return `${this.alarmPrefix}${alarmName}`;
  }

  /**
   * What an alarm says of itself, with the link to its runbook in the line that the alert dispatcher reads; without one,
   * with what to do first.
   */
  describe(alarmName: string, says: string): string {
    const isKnown = !Token.isUnresolved(alarmName);
    const guide = isKnown ? this.guide?.(alarmName.slice(this.alarmPrefix.length)) : undefined;
    if (this.runbook === undefined)
      return guide ? fitting(alarmDescription({ says, first: guide.first }), says) : says;
    const name = isKnown ? encodeURIComponent(alarmName) : alarmName;
    const link = this.runbook
      .replaceAll('{alarm}', () => name)
      .replaceAll('{kind}', () => guide?.kind ?? name);
    return alarmDescription({ says, runbook: link });
  }

  /** The actions for one severity. */
  actionsFor(scope: IConstruct, severity: string): IAlarmAction[] {
    if (!this.topics) return [];
    const topic =
      this.topics[severity] ?? (severity === SEVERITY.ticket ? this.topics[SEVERITY.page] : undefined);
    if (topic) return [new SnsAction(topic)];
    const known = Object.keys(this.topics).join(', ') || 'none';
    throw new ConstructError(scope, `no topic for this severity, got '${severity}', allowed: ${known}`);
  }
}

// --- internal ---

/** CloudWatch takes so many characters of a description. */
const LONGEST = 1024;

const fitting = (whole: string, without: string): string => (whole.length <= LONGEST ? whole : without);
