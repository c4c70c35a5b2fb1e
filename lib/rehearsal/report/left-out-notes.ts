import { counted } from '../../text';
import type { TemplateModel } from '../template';

/** A line for each condition that keeps alarms, filters or topics out of what is played, with the parameters that decide it. */
export function leftOutNotes({ leftOut, branch }: TemplateModel): string[] {
  const byCondition = new Map<string, string[]>();
  const parameters = new Map<string, Set<string>>();
  for (const { condition, logicalId, type, parameters: open } of leftOut) {
    if (!/^AWS::(CloudWatch|Logs|SNS)::/.test(type)) continue;
    byCondition.set(condition, [...(byCondition.get(condition) ?? []), logicalId]);
    parameters.set(condition, new Set([...(parameters.get(condition) ?? []), ...open]));
  }
  return [...byCondition].map(([condition, ids]) => {
    const given = [...parameters.get(condition)!].map((name) => ` --parameter ${name}=…`).join('');
    const shown = ids.slice(0, MOST_SHOWN).join(', ');
    const more = ids.length > MOST_SHOWN ? ` and ${counted(ids.length - MOST_SHOWN, 'more resource')}` : '';
    const isOpen = branch.undecided.some((name) => name === condition || name.endsWith(`/${condition}`));
    const why = isOpen ? '; it compares what the template does not say, give' : '; to have it hold, give';
    const remedy = given === '' && !isOpen ? '' : `${why}${given || ' --parameter'}`;
    return `condition ${condition} does not hold, which leaves out ${shown}${more}${remedy}`;
  });
}

// --- internal ---

const MOST_SHOWN = 3;
