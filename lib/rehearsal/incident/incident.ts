import type { AlarmState, Dimensions } from '../../engine/model';
import type { Series } from './series-notation';

/** A checked incident file. Offsets are milliseconds from `start`. */
export interface Incident {
  /** Path of the file, for messages. */
  readonly file: string;
  readonly title: string;
  /** Whose workers the heartbeats are, and which realm's template is played. */
  readonly realm?: string;
  readonly system: string;
  /** Absolute path of a template (or a folder that CDK synthesised) to play instead. */
  readonly template?: string;
  /** Epoch milliseconds; the moment at which the stack is deployed, so that no alarm has a past. */
  readonly start: number;
  /** States of alarms that the template names and does not have, all the time; of the others nothing is known. */
  readonly elsewhere?: Readonly<Record<string, AlarmState>>;
  /** Length of the incident. */
  readonly length: number;
  readonly signals: readonly IncidentSignal[];
  readonly expectations: readonly Expectation[];
}

export type IncidentSignal = HeartbeatSource | MetricSource | LogSource;

interface SourceBase {
  /** 1-based line in the file. */
  readonly line: number;
  /** First event; a metric's may be negative: before the deployment. */
  readonly from: number;
  /** No event at or after it. */
  readonly until: number;
  /** From an event's own time to the moment at which CloudWatch can see it; absent: the engine's default. */
  readonly delay?: number;
}

/** What the runtime of every instance of a worker would write. */
export interface HeartbeatSource extends SourceBase {
  readonly kind: 'heartbeat';
  readonly worker: string;
  readonly every: number;
  readonly instances: number;
  /** Instances that fall silent. */
  readonly except: readonly { readonly instance: number; readonly from: number; readonly until: number }[];
  /** Members of the payload that differ from a healthy worker's. */
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface MetricSource extends SourceBase {
  readonly kind: 'metric';
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Dimensions;
  readonly unit?: string;
  readonly every: number;
  readonly series: Series;
}

export interface LogSource extends SourceBase {
  readonly kind: 'log';
  readonly logGroupName: string;
  readonly logStreamName?: string;
  /** Absent: one line, at `from`. */
  readonly every?: number;
  readonly message: string;
}

export type Expectation =
  | StateExpectation
  | StateByExpectation
  | NotifiedExpectation
  | NeverExpectation
  | QuietExpectation
  | SilentExpectation;

interface ExpectationBase {
  /** 1-based line in the file. */
  readonly line: number;
}

/** The alarm is in the state at the instant, transitions of that instant included. */
export interface StateExpectation extends ExpectationBase {
  readonly kind: 'at';
  readonly at: number;
  readonly alarm: string;
  readonly state: AlarmState;
}

/** The alarm is in the state at some instant of the window, both ends included. */
export interface StateByExpectation extends ExpectationBase {
  readonly kind: 'by';
  readonly from: number;
  readonly by: number;
  readonly alarm: string;
  readonly state: AlarmState;
}

/** The topic is told of the state, by the alarm if one is named, within the window. */
export interface NotifiedExpectation extends ExpectationBase {
  readonly kind: 'notified';
  readonly from: number;
  readonly by: number;
  /** A severity of the realm, or the name of a topic. */
  readonly notified: string;
  readonly alarm?: string;
  readonly state: AlarmState;
}

/** The alarm is at no instant of the window in the state. */
export interface NeverExpectation extends ExpectationBase {
  readonly kind: 'never';
  readonly alarm: string;
  readonly state: AlarmState;
  readonly from: number;
  readonly until: number;
}

/** No alarm at all is in ALARM at any instant of the window, and no alarm action for ALARM runs in it. */
export interface QuietExpectation extends ExpectationBase {
  readonly kind: 'quiet';
  readonly from: number;
  readonly until: number;
}

/** No action of any alarm runs in the window, of whichever state: nobody is told of an OK or of missing data, either. */
export interface SilentExpectation extends ExpectationBase {
  readonly kind: 'silent';
  readonly from: number;
  readonly until: number;
}
