import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import { IncidentError, parseIncident } from '../../rehearsal/incident';
import { type Coverage, coverage, type Rehearsal, rehearse } from '../../rehearsal/rehearse';
import { playableModel } from '../../rehearsal/rehearse/playable-model';
import type { TemplateModel } from '../../rehearsal/template';
import type { Unmovable } from '../stimulus';
import { type FoundScript, findScript } from './draft-alarm';
import { draftedFilters } from './draft-filters';
import type { DraftedIncident, DraftFinding } from './drafted';
import { faultGroups } from './faults';
import type { IncidentHead } from './incident-text';
import { proven, provenTogether, type Written } from './proven';
import { untoldRoutes } from './routes';
import { touchedModel } from './touched-model';

export interface Draft {
  readonly incidents: readonly DraftedIncident[];
  readonly findings: readonly DraftFinding[];
  /** Of what was there and what was written. */
  readonly coverage: Coverage;
}

export interface DraftOptions {
  /** Called before an alarm is worked on, with its place and their number. */
  readonly onAlarm?: (alarmName: string, index: number, count: number) => void;
}

/**
 * Writes incidents for the alarms, composites and metric filters that no rehearsal moves. Each takes an alarm into ALARM
 * by the least that does, and back, after near misses; alarms that one fault moves share an incident, and what else it
 * moves is expected, too. Every expectation is played in all readings before it is handed out.
 */
export function draftIncidents(
  whole: TemplateModel,
  rehearsals: readonly Rehearsal[],
  head: IncidentHead,
  { onAlarm }: DraftOptions = {},
): Draft {
  const model = playableModel(whole);
  const before = coverage(model, rehearsals);
  const open = new Set([...before.alarms.still, ...before.alarms.unproven]);
  const incidents: DraftedIncident[] = [];
  const findings: DraftFinding[] = refusals(model);
  const played: Rehearsal[] = [...rehearsals];
  const find = (name: string, message: string) => findings.push({ kind: 'alarm', name, message });
  const alarms = [...model.alarms, ...model.compositeAlarms];
  const searched = new Map<string, FoundScript | Unmovable>();
  const scriptOf = (alarm: MetricAlarm | CompositeAlarm): FoundScript | Unmovable => {
    const { alarmName } = alarm;
    onAlarm?.(alarmName, alarms.indexOf(alarm), alarms.length);
    const found = searched.get(alarmName) ?? sayable(() => findScript(alarm, model, head));
    searched.set(alarmName, found);
    return found;
  };
  const take = ({ drafted, rehearsal, complete }: Written) => {
    incidents.push(drafted);
    played.push(rehearsal);
    for (const name of complete) open.delete(name);
  };
  const isOpen = ({ alarmName }: MetricAlarm | CompositeAlarm) => open.has(alarmName);
  for (const group of faultGroups(model.alarms.filter(isOpen), model, head)) {
    const scripts = new Map(
      group.alarms.flatMap((alarm) => {
        const found = scriptOf(alarm);
        return found.kind === 'script' ? [[alarm.alarmName, found] as const] : [];
      }),
    );
    const written = provenTogether(group, scripts, model, head);
    if (written) take(written);
  }
  for (const alarm of alarms) {
    if (!isOpen(alarm)) continue;
    const found = scriptOf(alarm);
    if (found.kind === 'unmovable') {
      find(alarm.alarmName, `no data can be told that take it into ALARM: ${found.reason}`);
      continue;
    }
    const written = proven(alarm, found, model, head);
    if (!written) {
      find(alarm.alarmName, 'an incident was found for it, and nothing that holds of it in every reading');
      continue;
    }
    if (found.unless !== undefined)
      find(
        alarm.alarmName,
        `its incident is not proved: nothing that was tried takes it into ALARM and back where ${found.unless}`,
      );
    // Alarms elsewhere keep their state all the time.
    if (!found.move.out && found.script.tracks.length > 0)
      find(
        alarm.alarmName,
        `nothing that was tried takes it out of ALARM again in every reading${whyStuck(alarm)}`,
      );
    take(written);
  }
  const filters = draftedFilters(model, played, head);
  for (const { name, reason } of filters.unmovable)
    findings.push({ kind: 'filter', name, message: `no record can be told that it matches: ${reason}` });
  if (filters.incident) {
    incidents.push(filters.incident);
    played.push(
      rehearse(touchedModel(model, [], filters.groups), parseIncident('draft.yaml', filters.incident.text)),
    );
  }
  return {
    incidents,
    findings: [...findings, ...untoldRoutes(model, played)],
    coverage: coverage(model, played),
  };
}

// --- internal ---

function refusals({ unsupported, resources }: TemplateModel): DraftFinding[] {
  return unsupported.flatMap(({ logicalId, type, reason, cause }): DraftFinding[] => {
    if (cause !== 'refused') return [];
    const found = resources.find((one) => one.logicalId === logicalId && one.type === type);
    return [
      { kind: type.endsWith('Alarm') ? 'alarm' : 'filter', name: found?.name ?? logicalId, message: reason },
    ];
  });
}

/** What an incident file cannot say, an empty dimension value for one, is a reason, too. */
function sayable(find: () => FoundScript | Unmovable): FoundScript | Unmovable {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof IncidentError)) throw error;
    const [problem] = error.problems;
    return { kind: 'unmovable', reason: `an incident cannot say it: ${problem?.message}` };
  }
}

const whyStuck = (alarm: MetricAlarm | CompositeAlarm): string =>
  'treatMissingData' in alarm && alarm.treatMissingData === 'ignore' ? ': it ignores missing data' : '';
