import {
  DEFAULT_SYSTEM,
  type ErrorBudget,
  type ObjectiveTerms,
  type Promised,
  systemNamespace,
  type UserEventPresetName,
} from '../contract';
import type { CollectorName, StackLevelName } from './stack-level';

/** What a stack is generated for. Every field of `realm` is a field of a realm file's configuration. */
export interface StackOptions {
  readonly level: StackLevelName;
  readonly realm: StackRealm;
  /** What collects the logs: Alloy, or an OpenTelemetry collector that takes OTLP as well. @default 'alloy' */
  readonly collector?: CollectorName;
  /**
   * Where alerts are posted as JSON, besides SNS. In a stack of containers an address on loopback is this machine's, and
   * is reached as host.docker.internal. @default nowhere
   */
  readonly webhook?: string;
  /** Names of the metrics of user events. @default 'jobs' */
  readonly userEvents?: UserEventPresetName;
  /** Incidents that become tests of the rules: those of `tiltmeter/rehearsal`. @default none */
  readonly incidents?: readonly StackIncident[];
}

export interface StackRealm {
  /** @default 'lava' */
  readonly system?: string;
  readonly realm: string;
  /** Where the realm's alert topics are; without it, alerts do not go to SNS. */
  readonly aws?: { readonly account: string; readonly region: string };
  /** @default namespace the system with a capital, 'Lava' */
  readonly metrics?: { readonly namespace: string };
  /** Its keys are the severities; `page` is always there. */
  readonly alerts: Readonly<Record<string, unknown>>;
  readonly workers: readonly StackWorker[];
  /** @default none */
  readonly objectives?: readonly StackObjective[];
}

/** A service level objective; what is bad is counted in the metrics that workers serve to Prometheus. */
export interface StackObjective extends ErrorBudget {
  readonly name: string;
  readonly of: Promised;
  /** Runs expected in a day; of runs, not of freshness. */
  readonly runsPerDay?: number;
  /** Where CloudWatch counts them. @default the workers' metrics */
  readonly counted?: ObjectiveTerms['counted'];
}

export interface StackWorker {
  readonly name: string;
  readonly heartbeat: { readonly everySeconds: number; readonly alarmAfterSeconds: number };
  readonly queue: {
    /** Absent or 0: no rule on depth. */
    readonly depth?: number;
    readonly forSeconds: number;
    /** Without `runDelay`, what runs may have waited on average; absent or 0: no rule on the wait. */
    readonly oldestSeconds?: number;
    /** 0: no rule on a queue that nobody reads. @default 900 */
    readonly stuckSeconds?: number;
  };
  readonly runDelay?: { readonly p95Seconds: number; readonly forSeconds: number };
}

/** What is read of an incident; offsets are milliseconds from its start. */
export interface StackIncident {
  readonly title: string;
  readonly realm?: string;
  readonly template?: string;
  readonly length: number;
  readonly signals: readonly (StackHeartbeats | { readonly kind: 'metric' | 'log' })[];
  readonly expectations: readonly StackExpectation[];
}

export interface StackHeartbeats {
  readonly kind: 'heartbeat';
  readonly worker: string;
  readonly from: number;
  readonly until: number;
  readonly instances: number;
  /** Instances that fall silent. */
  readonly except: readonly { readonly instance: number; readonly from: number; readonly until: number }[];
  readonly payload: Readonly<Record<string, unknown>>;
}

export type StackExpectation =
  | { readonly kind: 'at'; readonly at: number; readonly alarm: string; readonly state: string }
  | { readonly kind: 'by' | 'notified'; readonly by: number; readonly alarm?: string; readonly state: string }
  | {
      readonly kind: 'never';
      readonly alarm: string;
      readonly state: string;
      readonly from: number;
      readonly until: number;
    }
  | { readonly kind: 'quiet'; readonly from: number; readonly until: number }
  | { readonly kind: 'silent'; readonly from: number; readonly until: number };

/** One file of a stack. */
export interface StackFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly text: string;
}

export const systemOf = ({ system }: Pick<StackRealm, 'system'>): string => system ?? DEFAULT_SYSTEM;
export const namespaceOf = ({ metrics, system }: StackRealm): string =>
  metrics?.namespace ?? systemNamespace(system);
export const severitiesOf = ({ alerts }: StackRealm): string[] => Object.keys(alerts);

/** The severity of what can wait: `page` where a realm has no `ticket`, as for CloudWatch alarms. */
export const ticketSeverity = ({ alerts }: StackRealm): string => ('ticket' in alerts ? 'ticket' : 'page');
