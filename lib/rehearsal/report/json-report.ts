import type { Rehearsal } from '../rehearse';
import type { Coverage } from '../rehearse/coverage';

/** The rehearsals as plain data for machines; instants are ISO-8601, offsets seconds from the start. */
export function jsonReport(rehearsals: readonly Rehearsal[], covered?: readonly Coverage[]) {
  return {
    passed: rehearsals.every(({ passed }) => passed),
    incidents: rehearsals.map(({ incident, passed, verdicts, outcome, deliveries, notes }) => ({
      file: incident.file,
      title: incident.title,
      passed,
      expectations: verdicts.map((verdict) => ({
        line: verdict.expectation.line,
        passed: verdict.passed,
        expected: verdict.expected,
        got: verdict.got,
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
    })),
    ...(covered ? { coverage: covered } : {}),
  };
}
