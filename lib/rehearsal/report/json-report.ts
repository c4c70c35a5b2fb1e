import type { AlarmState } from '../../engine/model';
import type { BreakingReading, Rehearsal } from '../rehearse';
import type { Coverage } from '../rehearse/coverage';
import type { VerdictOutcome } from '../rehearse/verdict';
import type { Unsupported } from '../template';

/** What came of incidents; instants are ISO-8601, offsets seconds from the start of the incident. */
export interface RehearsalDocument {
  readonly passed: boolean;
  /** Expectations that do not hold in every reading. */
  readonly unproven: number;
  readonly incidents: readonly RehearsedIncident[];
  /** Parts of the templates that AWS would not take: they are left out, and nothing is passed. */
  readonly refused?: readonly RefusedPart[];
  /** With `--coverage` or `--min-coverage`: one of each template. */
  readonly coverage?: readonly TemplateCoverage[];
}

export interface TemplateCoverage extends Coverage {
  readonly template: string;
}

export interface RehearsedIncident {
  readonly file: string;
  readonly title: string;
  readonly passed: boolean;
  /** Expectations that do not hold in every reading. */
  readonly unproven: number;
  /** How many readings of CloudWatch were played. */
  readonly readings: number;
  readonly expectations: readonly JudgedExpectation[];
  readonly transitions: readonly PlayedTransition[];
  readonly notifications: readonly PlayedNotification[];
  readonly notes: readonly string[];
}

export interface JudgedExpectation {
  /** In the incident's file, from 1. */
  readonly line: number;
  readonly outcome: VerdictOutcome;
  readonly passed: boolean;
  readonly expected: string;
  readonly got: string;
  /** The reading that breaks it, of one that is unproven. */
  readonly unless?: {
    /** Open question to answer, as for `--reading`. */
    readonly answers: Readonly<Record<string, string | number>>;
    /** The same as a clause that completes `holds unless`. */
    readonly words: string;
    /** What happens then. */
    readonly got: string;
  };
}

export interface PlayedTransition {
  /** @format date-time */
  readonly at: string;
  readonly offset: number;
  readonly alarm: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** CloudWatch's words. */
  readonly reason: string;
}

/** An alarm action that ran. */
export interface PlayedNotification {
  /** @format date-time */
  readonly at: string;
  readonly offset: number;
  readonly alarm: string;
  readonly state: AlarmState;
  /** ARN of the topic, function or other action. */
  readonly action: string;
  readonly subject?: string;
  /** Whom the topic told. */
  readonly told: readonly { readonly protocol: string; readonly endpoint: string }[];
}

export interface ReportOptions {
  /** Whether what is unproven counts as failed. @default false */
  readonly strict?: boolean;
  /** What AWS would not take of the templates; anything of it keeps the report from being passed. @default nothing */
  readonly refused?: readonly RefusedPart[];
}

/** A part that is left out, of the template that a report names so. */
export interface RefusedPart extends Pick<Unsupported, 'logicalId' | 'type' | 'reason'> {
  readonly template: string;
}

/** The rehearsals as plain data for machines; instants are ISO-8601, offsets seconds from the start. */
export function jsonReport(
  rehearsals: readonly Rehearsal[],
  covered?: readonly TemplateCoverage[],
  { strict = false, refused = [] }: ReportOptions = {},
): RehearsalDocument {
  return {
    passed:
      refused.length === 0 && rehearsals.every(({ passed, unproven }) => passed && !(strict && unproven > 0)),
    ...(refused.length > 0 ? { refused } : {}),
    unproven: rehearsals.reduce((sum, { unproven }) => sum + unproven, 0),
    incidents: rehearsals.map(
      ({ incident, passed, unproven, readings, verdicts, outcome, deliveries, notes }) => ({
        file: incident.file,
        title: incident.title,
        passed: passed && !(strict && unproven > 0),
        unproven,
        readings: readings.length,
        expectations: verdicts.map((verdict) => ({
          line: verdict.expectation.line,
          outcome: verdict.outcome,
          passed: verdict.outcome === 'holds' || (verdict.outcome === 'unproven' && !strict),
          expected: verdict.expected,
          got: verdict.got,
          ...(verdict.brokenBy ? { unless: unless(verdict.brokenBy) } : {}),
        })),
        transitions: outcome.transitions.map(({ at, alarmName, from, to, reason }) => ({
          at: new Date(at).toISOString(),
          offset: (at - incident.start) / 1000,
          alarm: alarmName,
          from,
          to,
          reason,
        })),
        notifications: outcome.notifications.map((notification) => {
          const { at, alarmName, state, action, subject } = notification;
          return {
            at: new Date(at).toISOString(),
            offset: (at - incident.start) / 1000,
            alarm: alarmName,
            state,
            action,
            ...(subject === undefined ? {} : { subject }),
            told: deliveries(notification).map(({ protocol, endpoint }) => ({ protocol, endpoint })),
          };
        }),
        notes,
      }),
    ),
    ...(covered ? { coverage: covered } : {}),
  };
}

// --- internal ---

const unless = ({ answers, words, got }: BreakingReading): JudgedExpectation['unless'] => ({
  answers,
  words,
  got,
});
