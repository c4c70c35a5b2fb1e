import { formatDuration } from '../../text';
import type { StackExpectation, StackFile, StackIncident, StackOptions } from '../stack-options';
import { yamlFile } from '../yaml-file';
import type { AlertRule } from './alert-rule';
import { incidentSeries } from './incident-series';
import { EVALUATION_SECONDS } from './promise';

export const INCIDENT_TESTS = 'rules/incidents.test.yml';

/**
 * The incidents that are rehearsed on the CloudWatch alarms, for promtool: the same heartbeats, and the same
 * expectations of the rules that hear them. Nothing without incidents of the realm.
 */
export function incidentTests(options: StackOptions, rules: readonly AlertRule[]): StackFile[] {
  const heard = rules.filter(
    ({ source, name }) => source === 'prometheus' && HEARD.some((signal) => name.endsWith(`-${signal}`)),
  );
  const byName = new Map(heard.map((rule) => [rule.name, rule]));
  const incidents = (options.incidents ?? []).filter((incident) => isFor(options, incident));
  if (incidents.length === 0) return [];
  return [
    yamlFile(INCIDENT_TESTS, ['promtool test rules incidents.test.yml'], {
      rule_files: ['prometheus.yml'],
      evaluation_interval: formatDuration(EVALUATION_SECONDS),
      tests: incidents.map((incident) => ({
        name: incident.title,
        interval: '1m',
        input_series: incidentSeries(options.realm.realm, incident),
        alert_rule_test: ruleChecks(incident, [...byName.keys()]).map(({ alert, atMs, fires }) => {
          const { labels, annotations } = byName.get(alert)!;
          return {
            eval_time: formatDuration(atMs / 1_000),
            alertname: alert,
            exp_alerts: fires ? [{ exp_labels: labels, exp_annotations: annotations }] : [],
          };
        }),
      })),
    }),
  ];
}

/** Whether an alert must fire at a moment, in milliseconds from the start of the incident. */
export interface RuleCheck {
  readonly alert: string;
  readonly atMs: number;
  readonly fires: boolean;
}

/**
 * What an incident expects of alerts that have the names of its alarms. "By" a time becomes "at" it, since a rule
 * can only be asked for a moment; windows are asked every other minute. What a rule has no word for is left out: who is
 * told (`silent`), and a state that is none of ALARM (`never` OK).
 */
export function ruleChecks({ expectations }: StackIncident, alerts: readonly string[]): RuleCheck[] {
  const checks = expectations.flatMap((expectation) =>
    alerts
      .filter((alert) => isAskedOf(expectation, alert))
      .flatMap((alert) => momentsOf(expectation).map((moment) => ({ alert, ...moment }))),
  );
  return [...new Map(checks.map((check) => [JSON.stringify(check), check])).values()];
}

// --- internal ---

/** Signals that heartbeats alone decide on. */
const HEARD = ['heartbeat', 'dead-threads'];

/** promtool evaluates each rule every ten seconds of it; days would take minutes. */
const LONGEST_MS = 6 * 3_600_000;
const STEP_MS = 2 * 60_000;

function isFor({ realm }: StackOptions, { realm: of, template, length }: StackIncident): boolean {
  return of === realm.realm && template === undefined && length <= LONGEST_MS;
}

function isAskedOf(expectation: StackExpectation, alert: string): boolean {
  if (expectation.kind === 'quiet') return true;
  if (expectation.kind === 'silent' || expectation.alarm !== alert) return false;
  return expectation.kind !== 'never' || expectation.state === 'ALARM';
}

function momentsOf(expectation: StackExpectation): Omit<RuleCheck, 'alert'>[] {
  if ('by' in expectation || 'at' in expectation) {
    const atMs = expectation.kind === 'at' ? expectation.at : expectation.by;
    return [{ atMs, fires: expectation.state === 'ALARM' }];
  }
  const moments: Omit<RuleCheck, 'alert'>[] = [];
  for (let atMs = expectation.from; atMs < expectation.until; atMs += STEP_MS) {
    moments.push({ atMs, fires: false });
  }
  return moments;
}
