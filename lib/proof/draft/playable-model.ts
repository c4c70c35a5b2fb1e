import { createSimulation } from '../../engine';
import type { TemplateModel } from '../../rehearsal/template';

/** What CloudWatch would refuse, in the engine's words. */
export interface Refused {
  readonly name: string;
  readonly kind: 'alarm' | 'filter';
  readonly reason: string;
}

/** A model without what CloudWatch would refuse: one bad alarm must not hide the others. */
export function playableModel(model: TemplateModel): { model: TemplateModel; refused: readonly Refused[] } {
  const refused: Refused[] = [];
  const empty = { ...model, alarms: [], compositeAlarms: [], metricFilters: [], muteRules: [] };
  const isTaken = (part: Partial<TemplateModel>, kind: Refused['kind'], name: string): boolean => {
    try {
      createSimulation({ ...empty, ...part }, { start: 0 });
      return true;
    } catch (error) {
      refused.push({ kind, name, reason: (error as Error).message });
      return false;
    }
  };
  const alarms = distinct(model.alarms).filter((alarm) =>
    isTaken({ alarms: [alarm] }, 'alarm', alarm.alarmName),
  );
  const metricFilters = model.metricFilters.filter((filter) =>
    isTaken({ metricFilters: [filter] }, 'filter', filter.filterName),
  );
  // A composite is judged with the others: it may be of one that comes after it.
  const compositeAlarms = isSound({ ...empty, alarms, compositeAlarms: model.compositeAlarms })
    ? model.compositeAlarms
    : model.compositeAlarms.filter((one) =>
        isTaken({ alarms, compositeAlarms: [one] }, 'alarm', one.alarmName),
      );
  const muteRules = model.muteRules.filter((rule) => isSound({ ...empty, muteRules: [rule] }));
  return { model: { ...model, alarms, compositeAlarms, metricFilters, muteRules }, refused };
}

// --- internal ---

function isSound(model: TemplateModel): boolean {
  try {
    createSimulation(model, { start: 0 });
    return true;
  } catch {
    return false;
  }
}

/** CloudWatch has one alarm of a name. */
const distinct = <T extends { readonly alarmName: string }>(alarms: readonly T[]): T[] => [
  ...new Map(alarms.map((alarm) => [alarm.alarmName, alarm])).values(),
];
