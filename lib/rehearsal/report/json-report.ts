import type { BreakingReading, Rehearsal } from '../rehearse';
import type { Coverage } from '../rehearse/coverage';
import type { Unsupported } from '../template';

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
  covered?: readonly Coverage[],
  { strict = false, refused = [] }: ReportOptions = {},
) {
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

const unless = ({ answers, words, got }: BreakingReading) => ({ answers, words, got });
