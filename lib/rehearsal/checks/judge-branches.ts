import type { TemplateModel } from '../template';
import type { Check, CheckFacts, Finding } from './check';
import { describeBranches } from './describe-branches';
import { CHECKS, runChecks } from './run-checks';

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
      return branch === undefined ? finding : { ...finding, branch };
    })
    .sort((a, b) => order.get(a.code)! - order.get(b.code)!);
}

// --- internal ---

/** The message without what differs between branches: names and numbers. */
function withoutNames(message: string): string {
  return message.replace(/'[^']*'|‹[^›]*›|\S*[-_/:]\S*|[\d.]+/g, '_');
}
