import { alarmReach, compileFilterPattern } from '../../engine';
import type { AlarmState, CompositeAlarm, MetricAlarm } from '../../engine/model';
import type { Expectation, Incident } from '../incident';
import type { TemplateModel } from '../template';
import { actionNames, topicNameOf } from './check-incident';
import { actionName } from './judge';
import { metricsOf } from './metric-readers';
import { comesNear } from './near-miss';
import type { Rehearsal } from './rehearse';
import type { VerdictOutcome } from './verdict';

/** `unproven`: an expectation says so that does not hold in every reading. */
export type Proof = 'yes' | 'unproven' | 'no';

/** What the expectations of all incidents prove of one alarm; what no expectation says counts for nothing. */
export interface AlarmCoverage {
  readonly alarmName: string;
  readonly intoAlarm: Proof;
  /** It leaves ALARM again. */
  readonly outAgain: Proof;
  /** It stays out of ALARM while its data are next to the threshold, or beyond it for too short. */
  readonly nearMiss: Proof;
  /** Names of the topics and other actions that are told of its ALARM. */
  readonly told: readonly string[];
  /** Whether its actions run at all. */
  readonly actionsEnabled: boolean;
}

export function alarmCoverage(
  alarm: MetricAlarm | CompositeAlarm,
  model: TemplateModel,
  rehearsals: readonly Rehearsal[],
): AlarmCoverage {
  const known = actionNames(model);
  const said = rehearsals.map((rehearsal) => statementsOf(alarm.alarmName, rehearsal, known));
  const all = said.flat();
  const inAlarm = all.filter(({ state }) => state === 'ALARM');
  const left = said.flatMap((list, index) =>
    list.filter(({ at, state }) => state !== 'ALARM' && wasInAlarm(alarm.alarmName, rehearsals[index]!, at)),
  );
  return {
    alarmName: alarm.alarmName,
    actionsEnabled: alarm.actionsEnabled,
    intoAlarm: best(inAlarm),
    outAgain: best(left),
    nearMiss: best(rehearsals.flatMap((rehearsal) => nearMisses(alarm, model, rehearsal))),
    told: [...new Set(inAlarm.flatMap(({ told }) => told ?? []))].sort(),
  };
}

// --- internal ---

/** An expectation that holds, as far as it says that an alarm is in a state. */
interface Statement {
  readonly outcome: VerdictOutcome;
  readonly state: AlarmState;
  /** An instant at which it is so, epoch milliseconds. */
  readonly at: number;
  readonly told?: string;
}

function best(statements: readonly { readonly outcome: VerdictOutcome }[]): Proof {
  if (statements.some(({ outcome }) => outcome === 'holds')) return 'yes';
  return statements.length > 0 ? 'unproven' : 'no';
}

function statementsOf(alarmName: string, rehearsal: Rehearsal, known: ReadonlySet<string>): Statement[] {
  return rehearsal.verdicts.flatMap(({ expectation, outcome }) =>
    outcome === 'fails'
      ? []
      : stated(alarmName, expectation, rehearsal, known).map((one) => ({ outcome, ...one })),
  );
}

function stated(
  alarmName: string,
  expectation: Expectation,
  { incident, histories, outcome }: Rehearsal,
  known: ReadonlySet<string>,
): Omit<Statement, 'outcome'>[] {
  const { start } = incident;
  if (expectation.kind === 'notified') {
    const { notified, from, by, state } = expectation;
    if (expectation.alarm !== undefined && expectation.alarm !== alarmName) return [];
    const told = topicNameOf(notified, incident, known);
    return outcome.notifications
      .filter(
        (one) =>
          one.alarmName === alarmName &&
          one.state === state &&
          actionName(one.action) === told &&
          one.at >= start + from &&
          one.at <= start + by,
      )
      .map(({ at }) => ({ state, at, told }));
  }
  if ((expectation.kind !== 'at' && expectation.kind !== 'by') || expectation.alarm !== alarmName) return [];
  const history = histories.get(alarmName);
  if (expectation.kind === 'at') return [{ state: expectation.state, at: start + expectation.at }];
  const stay = history?.firstIn(expectation.state, start + expectation.from, start + expectation.by);
  return stay ? [{ state: expectation.state, at: Math.max(stay.from, start + expectation.from) }] : [];
}

function wasInAlarm(alarmName: string, { histories }: Rehearsal, before: number): boolean {
  return (histories.get(alarmName)?.stays ?? []).some(
    ({ state, from }) => state === 'ALARM' && from < before,
  );
}

/** Expectations that keep the alarm out of ALARM for a time in which its data come near. */
function nearMisses(
  { alarmName }: MetricAlarm | CompositeAlarm,
  model: TemplateModel,
  rehearsal: Rehearsal,
): { outcome: VerdictOutcome }[] {
  const { incident, verdicts, histories, outcome: played } = rehearsal;
  const reach = new Set(alarmReach(alarmName, model));
  const read = model.alarms.filter((alarm) => reach.has(alarm.alarmName));
  const children = [...reach].filter((name) => name !== alarmName);
  return verdicts.flatMap(({ expectation, outcome }) => {
    if (outcome === 'fails' || !keepsOut(expectation, alarmName)) return [];
    const from = incident.start + expectation.from;
    const until = incident.start + expectation.until;
    const isNear =
      children.some((name) => histories.get(name)?.firstIn('ALARM', from, until)) ||
      read.some(
        (alarm) =>
          comesNear(alarm, played.metrics, from, until) ||
          hasUnmatched(alarm, model, incident, expectation.from, expectation.until),
      );
    return isNear ? [{ outcome }] : [];
  });
}

/** A record in the log group of one of the alarm's filters that the filter does not match, where it is all there is. */
function hasUnmatched(
  alarm: MetricAlarm,
  { metricFilters }: TemplateModel,
  { signals }: Incident,
  from: number,
  until: number,
): boolean {
  const filters = metricFilters.filter((filter) =>
    metricsOf(alarm).some(
      ({ namespace, metricName }) => namespace === filter.metricNamespace && metricName === filter.metricName,
    ),
  );
  return filters.some(({ logGroupName, filterPattern }) => {
    const { match } = compileFilterPattern(filterPattern);
    return signals.some(
      (source) =>
        source.kind === 'log' &&
        source.logGroupName === logGroupName &&
        source.from >= from &&
        source.from < until &&
        match(source.message) === undefined,
    );
  });
}

function keepsOut(
  expectation: Expectation,
  alarmName: string,
): expectation is Extract<Expectation, { kind: 'never' | 'quiet' }> {
  if (expectation.kind === 'quiet') return true;
  return expectation.kind === 'never' && expectation.alarm === alarmName && expectation.state === 'ALARM';
}
