import {
  alarmNameOf,
  alarmProblem,
  alarmTimeline,
  judgeBranches,
  type ReadingChoice,
  rehearsalReport,
  rehearse,
  type StateHistory,
  type TemplateModel,
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

/**
 * The matchers; they are registered when `tiltmeter/testing` is imported under jest or vitest. With another `expect`:
 * `expect.extend(matchers)`.
 */
export const matchers = {
  /**
   * The incident's expectations hold, and the alarm (without a name: any alarm) goes into ALARM.
   * @param alarm its name, its logical id, or the path of its construct
   * @throws {Error} when the template has no such alarm, and for a mistake in the incident
   */
  toAlarm(
    template: TemplateLike,
    incident: IncidentLike,
    alarm?: string,
    options: RehearsalMatcherOptions = {},
  ): MatcherResult {
    const model = modelOf(template);
    const alarmName = alarm === undefined ? undefined : knownAlarm(alarm, model);
    const { alarmed, always, passed, report } = play(model, incident, options);
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
    const { alarmed, ever, passed, report } = play(modelOf(template), incident, options);
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

function knownAlarm(text: string, model: TemplateModel): string {
  const name = alarmNameOf(text, model);
  const problem = alarmProblem(name, model);
  if (problem !== undefined) throw new Error(problem);
  return name;
}

function play(model: TemplateModel, incident: IncidentLike, options: RehearsalMatcherOptions) {
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
