import { openStacks, openTemplates, type ReadOptions } from './open-stacks';
import { isMonitoring, readStacks } from './read-templates';
import type { TemplateSource } from './source/template-source';
import type { Assumptions } from './stack/assumptions';
import { type ConditionOutcome, conditionOutcomes } from './stack/condition-outcomes';
import { usedConditions } from './stack/used-conditions';
import type { TemplateModel } from './template-model';

/** Branches that are read of one set of templates, at most. */
export const MOST_BRANCHES = 32;

/**
 * Reads templates once for every combination in which the conditions of their alarms, filters and topics can come out,
 * that of the defaults first. Conditions of separate stacks are taken to be independent: one stack departs from its
 * defaults at a time. Beyond {@link MOST_BRANCHES} combinations those are read that show the most pairs of
 * conditions in a new way.
 *
 * @throws {TemplateError} as `readTemplates`
 */
export function readBranches(sources: readonly TemplateSource[], options: ReadOptions = {}): TemplateModel[] {
  const templates = openTemplates(sources, options);
  const opened = openStacks(templates, options);
  const open = opened.stacks.flatMap((stack) => {
    const conditions = usedConditions(stack, isMonitoring);
    const outcomes = conditions.size === 0 ? [] : conditionOutcomes(stack, conditions);
    return outcomes.length === 0 ? [] : [{ stackName: stack.stackName, outcomes }];
  });
  const usual = new Map(open.map(({ stackName, outcomes }) => [stackName, outcomes[0]!.assumptions]));
  const branches: ReadonlyMap<string, Assumptions>[] = [usual];
  for (const { stackName, outcomes } of open) {
    for (const { assumptions } of chosen(outcomes, MOST_BRANCHES).slice(1)) {
      branches.push(new Map(usual).set(stackName, assumptions));
    }
  }
  return branches
    .slice(0, MOST_BRANCHES)
    .map((assumed) => readStacks(openStacks(templates, options, assumed), options));
}

// --- internal ---

/** All outcomes, or so many that show the most pairs of conditions in a new way; the first is always one of them. */
function chosen(outcomes: readonly ConditionOutcome[], most: number): ConditionOutcome[] {
  if (outcomes.length <= most) return [...outcomes];
  const left = new Map(outcomes.map((outcome) => [outcome, pairs(outcome)]));
  const seen = new Set<string>();
  const picked: ConditionOutcome[] = [];
  for (let next = outcomes[0]; next && picked.length < most; next = mostNew(left, seen)) {
    picked.push(next);
    for (const pair of left.get(next)!) seen.add(pair);
    left.delete(next);
  }
  return picked;
}

function mostNew(left: ReadonlyMap<ConditionOutcome, readonly string[]>, seen: ReadonlySet<string>) {
  let best: ConditionOutcome | undefined;
  let most = -1;
  for (const [outcome, all] of left) {
    const fresh = all.filter((pair) => !seen.has(pair)).length;
    if (fresh > most) [best, most] = [outcome, fresh];
  }
  return best;
}

function pairs({ holds }: ConditionOutcome): string[] {
  return holds.flatMap((one, at) => holds.slice(at).map((other, by) => `${at} ${one} ${at + by} ${other}`));
}
