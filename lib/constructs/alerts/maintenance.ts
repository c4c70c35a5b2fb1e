import { CfnResource, type Duration, Token } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { realmNames } from '../../contract';
import { formatDuration } from '../../text';
import { ConstructError } from '../construct-error';
import { secondsOf } from '../prop-checks';
import { checkRealm } from '../worker-monitor';

export interface MaintenanceProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** Metric and composite alarms that tell nobody meanwhile. */
  readonly alarms: readonly IAlarm[];

  /** When; at least one. */
  readonly windows: readonly MaintenanceWindow[];

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;
}

export interface MaintenanceWindow {
  /**
   * When it begins: `cron(minute hour day-of-month month day-of-week)`, five fields of numbers or names with `*`, `,`
   * and `-`, or `at(yyyy-MM-ddThh:mm)`.
   */
  readonly begins: string;

  /** How long it lasts, from a minute to 15 days. */
  readonly duration: Duration;

  /**
   * IANA name of the time zone of `begins`.
   * @default 'UTC'
   */
  readonly timeZone?: string;
}

/**
 * Times in which alarms tell nobody, by CloudWatch's mute rules. States still change and show; what is still in ALARM
 * when a window ends is told then. The alarms on whether alerts get through at all are better left out.
 */
export class Maintenance extends Construct {
  constructor(scope: Construct, id: string, props: MaintenanceProps) {
    super(scope, id);
    const { realm, system, alarms, windows } = props;
    checkRealm(this, props);
    if (windows.length === 0) throw new ConstructError(this, 'windows: none, allowed: at least one');
    if (alarms.length === 0) throw new ConstructError(this, 'alarms: none, allowed: at least one');
    const { maintenance } = realmNames(realm, system);
    for (const [index, window] of windows.entries()) {
      this.checkBeginning(window.begins);
      this.checkDuration(window.duration);
      for (let from = 0; from < alarms.length; from += MOST_ALARMS) {
        const part = from / MOST_ALARMS;
        this.rule(
          `${maintenance}-${index + 1}${part === 0 ? '' : `-${part + 1}`}`,
          window,
          alarms.slice(from, from + MOST_ALARMS),
        );
      }
    }
  }

  /** By its type: the L1 is younger than the oldest aws-cdk-lib that this package runs with. */
  private rule(
    name: string,
    { begins, duration, timeZone = 'UTC' }: MaintenanceWindow,
    alarms: readonly IAlarm[],
  ) {
    new CfnResource(this, name, {
      type: 'AWS::CloudWatch::AlarmMuteRule',
      properties: {
        Name: name,
        Description: 'Maintenance: nobody is told',
        Rule: { Schedule: { Expression: begins, Duration: duration.toIsoString(), Timezone: timeZone } },
        MuteTargets: { AlarmNames: alarms.map(({ alarmName }) => alarmName) },
      },
    });
  }

  private checkBeginning(begins: string): void {
    if (Token.isUnresolved(begins) || BEGINNING.test(begins)) return;
    throw new ConstructError(
      this,
      `begins: not a time, got '${begins}', allowed: cron(minute hour day-of-month month day-of-week) or at(yyyy-MM-ddThh:mm)`,
    );
  }

  private checkDuration(duration: Duration): void {
    const seconds = secondsOf(this, 'duration', duration);
    if (seconds >= 60 && seconds <= 15 * 86_400 && seconds % 60 === 0) return;
    const got = formatDuration(seconds);
    throw new ConstructError(this, `duration: not usable, got ${got}, allowed: whole minutes from 1m to 15d`);
  }
}

// --- internal ---

const BEGINNING = /^(?:cron\([\w*,-]+(?: [\w*,-]+){4}\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d\))$/;

/** CloudWatch's limit for one rule (API reference, PutAlarmMuteRule). */
const MOST_ALARMS = 100;
