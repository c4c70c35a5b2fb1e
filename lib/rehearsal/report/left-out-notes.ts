import { counted } from '../../text';
import type { TemplateModel } from '../template';

/** A line for each condition that keeps alarms, filters or topics out of what is played. */
export function leftOutNotes({ leftOut, branch }: TemplateModel): string[] {
  const byCondition = new Map<string, string[]>();
  for (const { condition, logicalId, type } of leftOut) {
    if (!/^AWS::(CloudWatch|Logs|SNS)::/.test(type)) continue;
    byCondition.set(condition, [...(byCondition.get(condition) ?? []), logicalId]);
  }
  return [...byCondition].map(([condition, ids]) => {
    const shown = ids.slice(0, MOST_SHOWN).join(', ');
    const more = ids.length > MOST_SHOWN ? ` and ${counted(ids.length - MOST_SHOWN, 'more resource')}` : '';
    const isOpen = branch.undecided.some((name) => name === condition || name.endsWith(`/${condition}`));
    const remedy = isOpen ? '; it compares what the template does not say, give --parameter' : '';
    return `condition ${condition} does not hold, which leaves out ${shown}${more}${remedy}`;
  });
}

// --- internal ---

const MOST_SHOWN = 3;
