import { formatDuration } from '../../text';
import type { StackLevel } from '../stack-level';
import type { StackFile, StackOptions } from '../stack-options';
import { yamlFile } from '../yaml-file';
import type { AlertRule, RuleSource } from './alert-rule';
import { alertRules } from './alert-rules';
import { incidentTests } from './incident-tests';
import { EVALUATION_SECONDS } from './promise';
import { promtoolTests } from './promtool-tests';

export const RULE_FILES = { loki: 'rules/loki.yml', prometheus: 'rules/prometheus.yml' } as const;

/** The rules as Loki's ruler and Prometheus read them, and the tests of the latter for promtool. */
export function ruleFiles(options: StackOptions, level: StackLevel): StackFile[] {
  const rules = alertRules(options, level);
  return [
    ruleFile('loki', rules, ["For Loki's ruler, as the rules of its only tenant."]),
    ruleFile('prometheus', rules, [
      'promtool check rules prometheus.yml && promtool test rules prometheus.test.yml',
    ]),
    promtoolTests(options, rules),
    ...incidentTests(options, rules),
  ];
}

// --- internal ---

function ruleFile(source: RuleSource, rules: readonly AlertRule[], comment: readonly string[]): StackFile {
  return yamlFile(RULE_FILES[source], comment, {
    groups: [
      {
        name: 'tiltmeter',
        interval: formatDuration(EVALUATION_SECONDS),
        rules: rules
          .filter((rule) => rule.source === source)
          .map(({ name, query, forSeconds, labels, annotations }) => ({
            alert: name,
            expr: query,
            ...(forSeconds > 0 && { for: formatDuration(forSeconds) }),
            labels,
            annotations,
          })),
      },
    ],
  });
}
