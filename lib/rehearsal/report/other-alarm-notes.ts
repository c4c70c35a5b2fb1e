import { otherAlarms } from '../../engine';
import { counted } from '../../text';
import type { Incident } from '../incident';
import type { TemplateModel } from '../template';

/** A line for each alarm that composites name and the template does not have, where no incident says its state. */
export function otherAlarmNotes(model: TemplateModel, incidents: readonly Incident[]): string[] {
  const said = new Set(incidents.flatMap(({ elsewhere = {} }) => Object.keys(elsewhere)));
  const readers = new Map<string, string[]>();
  for (const alarm of model.compositeAlarms) {
    const { children, suppressor } = otherAlarms(alarm, model);
    for (const name of new Set([...children, ...(suppressor === undefined ? [] : [suppressor])]))
      readers.set(name, [...(readers.get(name) ?? []), alarm.alarmName]);
  }
  return [...readers]
    .filter(([name]) => !said.has(name))
    .map(([name, composites]) => {
      const shown = composites.slice(0, MOST_SHOWN).join(', ');
      const more =
        composites.length > MOST_SHOWN
          ? ` and ${counted(composites.length - MOST_SHOWN, 'more composite')}`
          : '';
      return `alarm '${name}' is not in it, so that what follows from its state is not known of ${shown}${more}; an incident can say it: elsewhere`;
    });
}

// --- internal ---

const MOST_SHOWN = 3;
