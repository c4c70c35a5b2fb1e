import {
  alarmTimeline,
  judgeBranches,
  type ReadingChoice,
  rehearsalReport,
  rehearse,
  type StateHistory,
} from '../rehearsal';
import { branchesOf, type IncidentLike, incidentOf, modelOf, type TemplateLike } from './model-of';

/** What jest and vitest take from a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

export interface ToPassChecksOptions {
  /** Codes that are allowed to be found. @default none */
  readonly allow?: readonly string[];
  /** Whether warnings count too. @default false */
  readonly strict?: boolean;
}

export interface RehearsalMatcherOptions extends ReadingChoice {
  /** Whether what does not hold in every reading of CloudWatch fails. @default false */
  readonly strict?: boolean;
}

/** The matchers; they are registered when `tiltmeter/testing` is imported under jest. */
export const matchers = {
  /** The incident's expectations hold, and the alarm (without a name: any alarm) goes into ALARM. */
  toAlarm(
    template: TemplateLike,
    incident: IncidentLike,
    alarmName?: string,
    options: RehearsalMatcherOptions = {},
  ): MatcherResult {
    const { alarmed, always, passed, report } = play(template, incident, options);
    const counted = options.strict ? always : alarmed;
    const wanted = alarmName === undefined ? counted.length > 0 : counted.includes(alarmName);
    const said = `alarms in ALARM: ${alarmed.join(', ') || 'none'}`;
    return {
      pass: passed && wanted,
      message: () =>
        [`expected ${alarmName ?? 'some alarm'} to go into ALARM; ${said}`, ...report()].join('\n'),
    };
  },

  /** The incident's expectations hold, and no alarm goes into ALARM. */
  toStayQuiet(
    template: TemplateLike,
    incident: IncidentLike,
    options: RehearsalMatcherOptions = {},
  ): MatcherResult {
    const { alarmed, ever, passed, report } = play(template, incident, options);
    const counted = options.strict ? ever : alarmed;
    const said = `alarms in ALARM: ${counted.join(', ') || 'none'}`;
    return {
      pass: passed && counted.length === 0,
      message: () => [`expected no alarm; ${said}`, ...report()].join('\n'),
    };
  },

  /** No check finds an error in the template. */
  toPassChecks(template: TemplateLike, options: ToPassChecksOptions = {}): MatcherResult {
    const { allow = [], strict = false } = options;
    const findings = judgeBranches(branchesOf(template))
      .filter(({ code }) => !allow.includes(code))
      .filter(({ severity }) => severity === 'error' || strict);
    const lines = findings.map(
      ({ severity, code, resource, message, branch }) =>
        `${severity} ${code}: ${resource}: ${message}${branch === undefined ? '' : ` (when ${branch})`}`,
    );
    return {
      pass: findings.length === 0,
      message: () =>
        ['expected checks to find nothing', ...(lines.length > 0 ? lines : ['found nothing'])].join('\n'),
    };
  },
};

// --- internal ---

function play(template: TemplateLike, incident: IncidentLike, options: RehearsalMatcherOptions) {
  const model = modelOf(template);
  const rehearsal = rehearse(model, incidentOf(incident), options);
  const isProven = !options.strict || rehearsal.unproven === 0;
  const alarmed = [...rehearsal.histories.values()].filter(wentIntoAlarm).map(({ alarmName }) => alarmName);
  return {
    alarmed,
    /** In every reading, and in some. */
    always: [...rehearsal.alwaysAlarmed],
    ever: [...rehearsal.everAlarmed],
    passed: rehearsal.passed && isProven,
    report: () => [
      ...rehearsalReport(rehearsal, (of, alarm) => alarmTimeline(model, of, alarm)),
      ...(rehearsal.passed ? alarmed.flatMap((alarm) => alarmTimeline(model, rehearsal, alarm)) : []),
    ],
  };
}

function wentIntoAlarm({ stays }: StateHistory): boolean {
  return stays.some(({ state }) => state === 'ALARM');
}
