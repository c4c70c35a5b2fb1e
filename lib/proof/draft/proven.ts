import { actionsWait, alarmReach } from '../../engine';
import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import { type Incident, parseIncident } from '../../rehearsal/incident';
import { coverage, type Rehearsal, rehearse } from '../../rehearsal/rehearse';
import { type AlarmCoverage, alarmCoverage } from '../../rehearsal/rehearse/alarm-coverage';
import type { VerdictOutcome } from '../../rehearsal/rehearse/verdict';
import type { TemplateModel } from '../../rehearsal/template';
import type { FoundScript } from './draft-alarm';
import type { DraftedIncident } from './drafted';
import type { FaultGroup } from './faults';
import { expectationLines, type IncidentHead, incidentText, type MoveAndSilence } from './incident-text';
import { mergedScript } from './merged-script';
import { moveOf, outcomesOf } from './moves';
import { namesFor } from './names';
import { endedAt, type Script, withoutBreach } from './script';
import { silenceOf } from './silence';
import { touchedBy } from './touched-model';

/** An incident that was written, and what it proves. */
export interface Written {
  readonly drafted: DraftedIncident;
  readonly rehearsal: Rehearsal;
  /** Alarms that need no incident of their own any more. */
  readonly complete: readonly string[];
}

/** The incident with what holds of it in every reading; undefined when not even the alarm's own ALARM does. */
export function proven(
  alarm: MetricAlarm | CompositeAlarm,
  { script, move, silence }: FoundScript,
  model: TemplateModel,
  head: IncidentHead,
): Written | undefined {
  const touched = touchedBy(alarm, script, model);
  const heard = silence ? endedAt(script, silence.from) : script;
  const own = silence ? { move, silence } : { move };
  const moves = [own, ...movedWith([alarm], heard, touched, head)];
  return written({ alarms: [alarm], name: alarm.alarmName, script, moves }, touched, model, head);
}

/**
 * The incident of a fault that moves several alarms at once, with the script that was found for each; undefined where
 * fewer than two are really moved by it, in every reading.
 */
export function provenTogether(
  { fault, alarms }: FaultGroup,
  scripts: ReadonlyMap<string, FoundScript>,
  model: TemplateModel,
  head: IncidentHead,
): Written | undefined {
  const found = alarms.flatMap((alarm) => {
    const one = scripts.get(alarm.alarmName);
    return one?.script.tracks.length === 1 && !one.unless && one.move.out?.isFinal ? [{ alarm, one }] : [];
  });
  if (found.length < 2) return undefined;
  const script = mergedScript(found.map(({ one }) => one));
  if (!script) return undefined;
  const lead = found[0]!.alarm;
  const touched = touchedBy(lead, script, model);
  const heardUntil = Math.min(...script.tracks.map(({ phases }) => phases.at(-1)!.until));
  const incidentOf = (of: Script) => parse(incidentText(lead, of, touched, head, ['[]']));
  const [whole, heard] = [incidentOf(script), incidentOf(endedAt(script, heardUntil))];
  const outcomes = outcomesOf(touched, heard);
  const at = { start: heard.start, after: script.breachFrom, settledBy: script.settledBy };
  const moves = found.map(({ alarm, one }): MoveAndSilence | undefined => {
    const move = moveOf(alarm.alarmName, outcomes, at);
    if (move === undefined || move === 'early' || !move.out?.isFinal) return undefined;
    const silence = one.silence && silenceOf(alarm, touched, whole, heardUntil);
    return silence ? { move, silence } : { move };
  });
  const together = found.filter((_, index) => moves[index] !== undefined).map(({ alarm }) => alarm);
  if (together.length < found.length)
    return provenTogether({ fault, alarms: together }, scripts, model, head);
  const said = [
    ...(moves as MoveAndSilence[]),
    ...movedWith(together, endedAt(script, heardUntil), touched, head),
  ];
  const what = { alarms: together, name: fault, title: fault, script, moves: said };
  const result = written(what, touched, model, head);
  return result && result.complete.length >= 2 ? result : undefined;
}

// --- internal ---

interface ToWrite {
  /** Those that must go into ALARM; the first is the incident's own. */
  readonly alarms: readonly (MetricAlarm | CompositeAlarm)[];
  /** An alarm's, or a fault. */
  readonly name: string;
  readonly title?: string;
  readonly script: Script;
  readonly moves: readonly MoveAndSilence[];
}

function written(
  { alarms, name, title, script, moves }: ToWrite,
  touched: TemplateModel,
  model: TemplateModel,
  head: IncidentHead,
): Written | undefined {
  const names = namesFor(model, head);
  const [lead] = alarms;
  const own = new Set(alarms.map(({ alarmName }) => alarmName));
  let lines = expectationLines(moves, script, names);
  for (;;) {
    const text = incidentText(lead!, script, model, head, lines, title);
    const rehearsal = rehearse(touched, parse(text));
    const isSaid = (outcome: VerdictOutcome | undefined) =>
      outcome === 'holds' || (outcome === 'unproven' && script.unless !== undefined);
    const holding = lines.filter((_, index) => isSaid(rehearsal.verdicts[index]?.outcome));
    if (holding.length < lines.length) {
      lines = holding;
      if (lines.length === 0) return undefined;
      continue;
    }
    const covered = [...touched.alarms, ...touched.compositeAlarms].map((one) =>
      alarmCoverage(one, touched, [rehearsal]),
    );
    const isMoved = ({ intoAlarm }: AlarmCoverage) =>
      intoAlarm === 'yes' || (intoAlarm === 'unproven' && script.unless !== undefined);
    if (covered.some((one) => own.has(one.alarmName) && !isMoved(one))) return undefined;
    const complete = covered.filter(
      ({ alarmName, intoAlarm, outAgain, nearMiss, told }) =>
        (alarms.length === 1 && own.has(alarmName)) ||
        (intoAlarm === 'yes' &&
          outAgain === 'yes' &&
          nearMiss === 'yes' &&
          !leavesOpen(script, alarmName, model) &&
          !(told.length === 0 && waits(alarmName, model))),
    );
    return {
      rehearsal,
      complete: complete.map(({ alarmName }) => alarmName),
      drafted: {
        name: names.alarm(name),
        text,
        alarms: covered.filter(isMoved).map(({ alarmName }) => alarmName),
        metricFilters: coverage(touched, [rehearsal]).metricFilters.moved,
      },
    };
  }
}

/** Whether the incident leaves open what an alarm follows from: who is told of it is another incident's to prove. */
const leavesOpen = ({ elsewhere = {} }: Script, alarmName: string, model: TemplateModel): boolean =>
  alarmReach(alarmName, model).some(
    (name) =>
      !Object.hasOwn(elsewhere, name) &&
      ![...model.alarms, ...model.compositeAlarms].some((alarm) => alarm.alarmName === name),
  );

/** Whether a composite has actions that wait for a suppressor: what is over by then does not show that they run. */
const waits = (name: string, { compositeAlarms }: TemplateModel): boolean =>
  compositeAlarms.some(
    (alarm) =>
      alarm.alarmName === name &&
      alarm.actionsEnabled &&
      alarm.alarmActions.length > 0 &&
      actionsWait(alarm) > 0,
  );

/** What else the same fault moves; what alarms without it as well is none of its doing. */
function movedWith(
  alarms: readonly (MetricAlarm | CompositeAlarm)[],
  script: Script,
  touched: TemplateModel,
  head: IncidentHead,
): MoveAndSilence[] {
  const [lead] = alarms;
  const names = [...touched.alarms, ...touched.compositeAlarms]
    .map(({ alarmName }) => alarmName)
    .filter((name) => !alarms.some(({ alarmName }) => alarmName === name));
  if (names.length === 0) return [];
  const bare = parse(incidentText(lead!, script, touched, head, ['[]']));
  const outcomes = outcomesOf(touched, bare);
  const at = { start: bare.start, after: script.breachFrom, settledBy: script.settledBy };
  const moved = names.flatMap((name) => {
    const other = moveOf(name, outcomes, at);
    return other === undefined || other === 'early' ? [] : [other];
  });
  const anyway = moved.length === 0 ? new Set<string>() : alarmsAnyway(lead!, script, touched, head);
  return moved.filter(({ alarmName }) => !anyway.has(alarmName)).map((move) => ({ move }));
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

const parse = (text: string): Incident => parseIncident('draft.yaml', text);
