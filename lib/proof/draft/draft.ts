import { alarmReach, metricKey } from '../../engine';
import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import { type Incident, IncidentError, parseIncident } from '../../rehearsal/incident';
import { type Coverage, coverage, type Rehearsal, rehearse } from '../../rehearsal/rehearse';
import { alarmCoverage } from '../../rehearsal/rehearse/alarm-coverage';
import { metricsOf } from '../../rehearsal/rehearse/metric-readers';
import { playableModel } from '../../rehearsal/rehearse/playable-model';
import type { TemplateModel } from '../../rehearsal/template';
import type { Unmovable } from '../stimulus';
import { type FoundScript, findScript } from './draft-alarm';
import { draftedFilters } from './draft-filters';
import type { DraftedIncident, DraftFinding } from './drafted';
import { expectationLines, type IncidentHead, incidentText } from './incident-text';
import { type Move, moveOf, outcomesOf } from './moves';
import { namesFor } from './names';
import { untoldRoutes } from './routes';
import { endedAt, type Script, withoutBreach } from './script';
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
 * by the least that does, and back, after near misses; what else the same fault moves is expected, too. Every
 * expectation is played in all readings before it is handed out.
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
  for (const [index, alarm] of alarms.entries()) {
    if (!open.has(alarm.alarmName)) continue;
    onAlarm?.(alarm.alarmName, index, alarms.length);
    const found = sayable(() => findScript(alarm, model, head));
    if (found.kind === 'unmovable') {
      find(alarm.alarmName, `no data can be told that take it into ALARM: ${found.reason}`);
      continue;
    }
    const written = proven(alarm, found, model, head);
    if (!written) {
      find(alarm.alarmName, 'an incident was found for it, and nothing that holds of it in every reading');
      continue;
    }
    if (!found.move.out)
      find(
        alarm.alarmName,
        `nothing that was tried takes it out of ALARM again in every reading${whyStuck(alarm)}`,
      );
    incidents.push(written.drafted);
    played.push(written.rehearsal);
    for (const name of written.complete) open.delete(name);
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

interface Written {
  readonly drafted: DraftedIncident;
  readonly rehearsal: Rehearsal;
  /** Alarms that need no incident of their own any more. */
  readonly complete: readonly string[];
}

/** The incident with what holds of it in every reading; undefined when not even the alarm's own ALARM does. */
function proven(
  alarm: MetricAlarm | CompositeAlarm,
  { script, move, silence }: FoundScript,
  model: TemplateModel,
  head: IncidentHead,
): Written | undefined {
  const names = namesFor(model, head);
  const touched = touchedModel(
    model,
    script.tracks.flatMap(({ feeds }) => feeds),
  );
  const heard = silence ? endedAt(script, silence.from) : script;
  const moves = [move, ...movedWith(alarm, heard, touched, head)];
  let lines = expectationLines(moves, script, names, silence);
  for (;;) {
    const text = incidentText(alarm, script, model, head, lines);
    const rehearsal = rehearse(touched, parse(text));
    const holding = lines.filter((_, index) => rehearsal.verdicts[index]?.outcome === 'holds');
    if (holding.length < lines.length) {
      lines = holding;
      if (lines.length === 0) return undefined;
      continue;
    }
    const covered = [...touched.alarms, ...touched.compositeAlarms].map((one) =>
      alarmCoverage(one, touched, [rehearsal]),
    );
    const lead = covered.find(({ alarmName }) => alarmName === alarm.alarmName);
    if (lead?.intoAlarm !== 'yes') return undefined;
    const complete = covered.filter(
      ({ alarmName, intoAlarm, outAgain, nearMiss }) =>
        alarmName === alarm.alarmName || (intoAlarm === 'yes' && outAgain === 'yes' && nearMiss === 'yes'),
    );
    return {
      rehearsal,
      complete: complete.map(({ alarmName }) => alarmName),
      drafted: {
        name: names.alarm(alarm.alarmName),
        text,
        alarms: covered.filter(({ intoAlarm }) => intoAlarm === 'yes').map(({ alarmName }) => alarmName),
        metricFilters: coverage(touched, [rehearsal]).metricFilters.moved,
      },
    };
  }
}

/** What else the same fault moves; what alarms without it as well is none of its doing. */
function movedWith(
  alarm: MetricAlarm | CompositeAlarm,
  script: Script,
  touched: TemplateModel,
  head: IncidentHead,
): Move[] {
  const names = relatives(alarm, script, touched);
  if (names.length === 0) return [];
  const bare = parse(incidentText(alarm, script, touched, head, ['[]']));
  const outcomes = outcomesOf(touched, bare);
  const at = { start: bare.start, after: script.breachFrom, settledBy: script.settledBy };
  const moved = names.flatMap((name) => {
    const other = moveOf(name, outcomes, at);
    return other === undefined || other === 'early' ? [] : [other];
  });
  const anyway = moved.length === 0 ? new Set<string>() : alarmsAnyway(alarm, script, touched, head);
  return moved.filter(({ alarmName }) => !anyway.has(alarmName));
}

/** Other alarms that read a metric of the script, and composites above one. */
function relatives(
  { alarmName }: MetricAlarm | CompositeAlarm,
  { tracks }: Script,
  touched: TemplateModel,
): string[] {
  const metrics = new Set(tracks.flatMap(({ feeds }) => feeds.map(({ metric }) => metricKey(metric))));
  const readers = new Set(
    touched.alarms
      .filter((one) => metricsOf(one).some((metric) => metrics.has(metricKey(metric))))
      .map((one) => one.alarmName),
  );
  const above = touched.compositeAlarms.filter((one) =>
    alarmReach(one.alarmName, touched).some((name) => readers.has(name)),
  );
  return [...readers, ...above.map((one) => one.alarmName)].filter((name) => name !== alarmName);
}

function alarmsAnyway(
  alarm: MetricAlarm | CompositeAlarm,
  script: Script,
  touched: TemplateModel,
  head: IncidentHead,
): Set<string> {
  const healthy = parse(incidentText(alarm, withoutBreach(script), touched, head, ['[]']));
  const changes = outcomesOf(touched, healthy).flatMap(({ transitions }) => transitions);
  return new Set(changes.filter(({ to }) => to === 'ALARM').map(({ alarmName }) => alarmName));
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

const parse = (text: string): Incident => parseIncident('draft.yaml', text);

const whyStuck = (alarm: MetricAlarm | CompositeAlarm): string =>
  'treatMissingData' in alarm && alarm.treatMissingData === 'ignore' ? ': it ignores missing data' : '';
