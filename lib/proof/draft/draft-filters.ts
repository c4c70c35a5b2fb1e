import { compileFilterPattern } from '../../engine';
import type { MetricFilter } from '../../engine/model';
import { parseIncident } from '../../rehearsal/incident';
import { type Rehearsal, rehearse } from '../../rehearsal/rehearse';
import { sampleLogEvents } from '../../rehearsal/rehearse/signals-of';
import type { TemplateModel } from '../../rehearsal/template';
import { sampleRecord } from '../stimulus';
import type { DraftedIncident } from './drafted';
import { flow } from './flow';
import { headLines, type IncidentHead } from './incident-text';
import { namesFor } from './names';
import { touchedModel } from './touched-model';

export interface DraftedFilters {
  /** One incident with a record for each filter that had none; absent when every one had. */
  readonly incident?: DraftedIncident;
  readonly groups: readonly string[];
  readonly unmovable: readonly { readonly name: string; readonly reason: string }[];
}

/** Records for the filters that nothing has matched so far: those that no alarm reads, as a rule. */
export function draftedFilters(
  model: TemplateModel,
  rehearsals: readonly Rehearsal[],
  head: IncidentHead,
): DraftedFilters {
  const names = namesFor(model, head);
  const seen = rehearsals.flatMap(({ incident }) => sampleLogEvents(incident, model.metricFilters));
  const unmovable: { name: string; reason: string }[] = [];
  const found: { filter: MetricFilter; lines: string[]; message: string }[] = [];
  for (const filter of model.metricFilters) {
    if (seen.some(({ logGroupName, message }) => matches(filter, logGroupName, message))) continue;
    const sample = sampleRecord(filter.filterPattern);
    if (sample.kind === 'unmovable') {
      unmovable.push({ name: filter.filterName, reason: sample.reason });
      continue;
    }
    const { logGroupName } = filter;
    found.push({
      filter,
      message: sample.message,
      lines: [`- log: ${flow(names.logGroup(logGroupName))}`, '  from: 5m', `  line: ${flow(sample.line)}`],
    });
    seen.push({ logGroupName, message: sample.message });
  }
  if (found.length === 0) return { groups: [], unmovable };
  const text = (expect: readonly string[]) =>
    [
      '# Records that metric filters count and that lead to no ALARM: nobody is to be told of them.',
      'title: records that are counted and not alarmed on',
      ...headLines(head),
      'for: 20m',
      'signals:',
      ...found.flatMap(({ lines }) => lines.map((line) => `  ${line}`)),
      'expect:',
      ...expect,
      '',
    ].join('\n');
  const groups = found.map(({ filter }) => filter.logGroupName);
  const touched = touchedModel(model, [], groups);
  const holds = (lines: readonly string[], whole: TemplateModel) => {
    const { unproven, passed } = rehearse(whole, parseIncident('draft.yaml', text(lines)));
    return passed && unproven === 0;
  };
  const quiet = ['  - { quiet: true }'];
  // Where nothing comes for alarms that miss it, they are in ALARM whatever the records are.
  const nevers = touched.alarms.map(({ alarmName }) => `  - ${flow({ never: names.alarm(alarmName) })}`);
  const expected = (): readonly string[] => {
    if (!holds(quiet, touched))
      return ['  [] # some of them lead to an ALARM, which has an incident of its own'];
    if (holds(quiet, model)) return quiet;
    return nevers.length > 0 ? nevers : ['  [] # alarms of other metrics miss their data meanwhile'];
  };
  return {
    groups,
    unmovable,
    incident: {
      name: 'counted-records',
      text: text(expected()),
      alarms: [],
      metricFilters: found.map(({ filter }) => filter.filterName),
    },
  };
}

// --- internal ---

function matches({ filterPattern, logGroupName }: MetricFilter, group: string, message: string): boolean {
  return group === logGroupName && compileFilterPattern(filterPattern).match(message) !== undefined;
}
