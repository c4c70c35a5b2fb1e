import type { TemplateModel } from '../template';
import type { Check, CheckFacts, Finding } from './check';
import { describeBranches } from './describe-branches';
import { CHECKS, isAllowed, runChecks } from './run-checks';

/**
 * Runs every check over every branch of the templates' conditions. What holds in several branches is found once, and
 * says in which when it is not all of them.
 *
 * @param branches the models that `readBranches` gives
 */
export function judgeBranches(
  branches: readonly TemplateModel[],
  facts: CheckFacts = {},
  checks: readonly Check[] = CHECKS,
): Finding[] {
  const found = new Map<string, { finding: Finding; models: TemplateModel[] }>();
  for (const model of branches) {
    const repeats = new Map<string, number>();
    for (const finding of runChecks(model, facts, checks)) {
      const kind = `${finding.code} ${finding.resource} ${withoutNames(finding.message)}`;
      const repeat = (repeats.get(kind) ?? 0) + 1;
      repeats.set(kind, repeat);
      const key = `${kind} ${repeat}`;
      const known = found.get(key);
      if (known) known.models.push(model);
      else found.set(key, { finding, models: [model] });
    }
  }
  const order = new Map(checks.map(({ code }, index) => [code, index]));
  return [...found.values()]
    .map(({ finding, models }) => {
      const branch = describeBranches(models, branches, finding.resource);
      return branch === undefined ? finding : { ...inBranches(finding, models, branches, checks), branch };
    })
    .filter((finding) => !branches.some((model) => isAllowed(finding, model)))
    .sort((a, b) => order.get(a.code)! - order.get(b.code)!);
}

// --- internal ---

/** As it is, or as the finding of the check that it is of where some branches that have the resource are in order. */
function inBranches(
  finding: Finding,
  models: readonly TemplateModel[],
  all: readonly TemplateModel[],
  checks: readonly Check[],
): Finding {
  const code = checks.find((check) => check.code === finding.code)?.inSomeBranches;
  const other = checks.find((check) => check.code === code);
  const having = all.filter(({ resources }) => resources.some(({ id }) => id === finding.resource));
  if (!other || models.length >= having.length) return finding;
  return { ...finding, code: other.code, severity: other.severity };
}

/** The message without what differs between branches: names and numbers. */
function withoutNames(message: string): string {
  return message.replace(/'[^']*'|‹[^›]*›|\S*[-_/:]\S*|[\d.]+/g, '_');
}
