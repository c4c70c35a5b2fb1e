import { formatDuration } from '../../text';
import type { StackLevel } from '../stack-level';
import type { StackFile, StackOptions } from '../stack-options';
import { yamlFile } from '../yaml-file';
import type { AlertRule, RecordingRule, RuleSource } from './alert-rule';
import { alertRules } from './alert-rules';
import { incidentTests } from './incident-tests';
import { burnRateRules, OBJECTIVE_SECONDS } from './objective-rules';
import { EVALUATION_SECONDS } from './promise';
import { promtoolTests } from './promtool-tests';

export const RULE_FILES = { loki: 'rules/loki.yml', prometheus: 'rules/prometheus.yml' } as const;

/** The rules as Loki's ruler and Prometheus read them, and the tests of the latter for promtool. */
export function ruleFiles(options: StackOptions, level: StackLevel): StackFile[] {
  const rules = alertRules(options, level);
  return [
    ruleFile('loki', rules, ["For Loki's ruler, as the rules of its only tenant."]),
    ruleFile(
      'prometheus',
      rules,
      ['promtool check rules prometheus.yml && promtool test rules prometheus.test.yml'],
      burnRateRules(options),
    ),
    promtoolTests(options, rules),
    ...incidentTests(options, rules),
  ];
}

// --- internal ---

function ruleFile(
  source: RuleSource,
  rules: readonly AlertRule[],
  comment: readonly string[],
  recorded: readonly RecordingRule[] = [],
): StackFile {
  const own = rules.filter((rule) => rule.source === source);
  const [slow, fast] = [own.filter(isOfObjective), own.filter((rule) => !isOfObjective(rule))];
  return yamlFile(RULE_FILES[source], comment, {
    groups: [
      { name: 'tiltmeter', interval: formatDuration(EVALUATION_SECONDS), rules: fast.map(alert) },
      ...(slow.length === 0
        ? []
        : [
            {
              // Windows of hours and days need no evaluation every few seconds, and cost more than others.
              name: 'tiltmeter-objectives',
              interval: formatDuration(OBJECTIVE_SECONDS),
              rules: [
                ...recorded.map(({ record, query, labels }) => ({ record, expr: query, labels })),
                ...slow.map(alert),
              ],
            },
          ]),
    ],
  });
}

const isOfObjective = ({ labels }: AlertRule): boolean => labels.objective !== undefined;

const alert = ({ name, query, forSeconds, labels, annotations }: AlertRule) => ({
  alert: name,
  expr: query,
  ...(forSeconds > 0 && { for: formatDuration(forSeconds) }),
  labels,
  annotations,
});
