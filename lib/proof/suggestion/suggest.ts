import { evaluationRange, metricKey, ruleStates } from '../../engine';
import type { MetricAlarm } from '../../engine/model';
import {
  metricsOf,
  namedMetrics,
  periodOf,
  type RecordedTime,
  type Recording,
  recordedTime,
  StateHistory,
  type TemplateModel,
} from '../../rehearsal';
import { play } from '../../rehearsal/rehearse/play';
import { candidatePeriods, candidatesOn } from './candidates';
import { frontier, thinned } from './frontier';
import { type Outage, type Score, scoreOf } from './outage';
import { type RecordedSlots, slotRuns } from './slot-runs';

/** Settings of an alarm, and how it would have done with them. */
export interface Suggestion {
  readonly alarm: MetricAlarm;
  readonly score: Score;
}

export interface Suggestions {
  readonly alarmName: string;
  /** Epoch milliseconds, of what was recorded and of what of it is judged. */
  readonly start: number;
  readonly end: number;
  readonly judgedFrom: number;
  readonly outages: readonly Outage[];
  /** How many settings were tried. */
  readonly tried: number;
  /** The alarm as it is. */
  readonly now: Suggestion;
  /** The settings that no other beats in time to the page and in false pages, the fastest first. */
  readonly best: readonly Suggestion[];
}

/** What was recorded does not allow a suggestion; the message says what is missing. */
export class SuggestionError extends Error {
  override readonly name = 'SuggestionError';
  readonly userError = true;
}

/**
 * Tries settings of an alarm on a recording whose outages are known. All of them are screened by the engine's rule of
 * datapoints on slots that the engine has worked out once a period; the best are then simulated, and the scores are those
 * of the simulation.
 */
export function suggest(
  model: TemplateModel,
  recording: Recording,
  alarm: MetricAlarm,
  outages: readonly Outage[],
): Suggestions {
  const own = ownPart(model, alarm);
  const named = namedMetrics(recording, [model]);
  const keys = new Set(metricsOf(alarm).map(metricKey));
  const read = { ...named, metrics: named.metrics.filter(({ metric }) => keys.has(metricKey(metric!))) };
  const groups = new Set(own.metricFilters.map(({ logGroupName }) => logGroupName));
  const isCounted = read.logs.some(({ logGroupName }) => groups.has(logGroupName));
  const nothing = () => new SuggestionError(`--suggest: nothing that ${alarm.alarmName} reads was recorded`);
  if (read.metrics.length === 0 && read.logs.length === 0) throw nothing();
  const time = recordedTime(own, read, { leaveStrangers: true });
  if (!isCounted && ![...keys].some((key) => time.metrics.has(key))) throw nothing();
  const judgedFrom = judgedFromOf(time, outages);
  const runs = slotRuns(own, alarm, candidatePeriods(alarm, spacingOf(read)), time);
  const candidates = runs.flatMap((slots) =>
    candidatesOn(alarm, slots, outages)
      .filter((candidate) => time.start + runIn(candidate) <= judgedFrom)
      .map((candidate) => ({
        alarm: candidate,
        score: screened(candidate, slots, outages, judgedFrom),
      })),
  );
  const best = thinned(frontier(nearestFirst(candidates, alarm)), MOST);
  const judged = simulated(own, [alarm, ...best.map((one) => one.alarm)], time, outages, judgedFrom);
  return {
    alarmName: alarm.alarmName,
    start: time.start,
    end: time.end,
    judgedFrom,
    outages,
    tried: candidates.length,
    now: judged[0]!,
    best: frontier(judged.slice(1)),
  };
}

// --- internal ---

const MOST = 10;
const MINUTE = 60_000;
/** Before it no candidate is judged: the longest that a usual window looks back. */
const LONGEST_RUN_IN = 6 * 60 * MINUTE;

/** The alarm's part of the template: the filters that make its metrics, and nobody else. */
function ownPart(model: TemplateModel, alarm: MetricAlarm): TemplateModel {
  const read = new Set(metricsOf(alarm).map(({ namespace, metricName }) => `${namespace} ${metricName}`));
  return {
    ...model,
    alarms: [alarm],
    compositeAlarms: [],
    muteRules: [],
    metricFilters: model.metricFilters.filter(({ metricNamespace, metricName }) =>
      read.has(`${metricNamespace} ${metricName}`),
    ),
  };
}

/** What is judged begins where the first outage does, at the latest: settings that need longer are not tried. */
function judgedFromOf({ start, end }: RecordedTime, outages: readonly Outage[]): number {
  const first = Math.min(...outages.map(({ from }) => from));
  const outside = outages.find(({ from, to }) => from < start || to > end);
  if (outside) {
    const span = `${new Date(start).toISOString()} to ${new Date(end).toISOString()}`;
    throw new SuggestionError(
      `--outage: got ${new Date(outside.from).toISOString()}/${new Date(outside.to).toISOString()}, allowed: within the recording, ${span}`,
    );
  }
  return Math.min(first, start + LONGEST_RUN_IN);
}

function runIn(alarm: MetricAlarm): number {
  const range = evaluationRange(alarm.evaluationPeriods, periodOf(alarm), {
    onMath: alarm.metric === undefined,
  });
  return range * periodOf(alarm) * 1000 + 2 * MINUTE;
}

function screened(
  alarm: MetricAlarm,
  slots: RecordedSlots,
  outages: readonly Outage[],
  judgedFrom: number,
): Score {
  const range = evaluationRange(alarm.evaluationPeriods, slots.period, {
    onMath: alarm.metric === undefined,
  });
  const changes = ruleStates({ ...alarm, evaluationRange: range }, slots, 'INSUFFICIENT_DATA');
  const begun = changes
    .filter(({ state }) => state === 'ALARM')
    .map(({ index }) => ({ from: slots.first + index * slots.interval }));
  return scoreOf(begun, outages, judgedFrom);
}

/** Of settings that do alike the one is kept that changes least, and of thresholds one with room on both sides. */
function nearestFirst(candidates: readonly Suggestion[], now: MetricAlarm): Suggestion[] {
  const changes = ({ alarm }: Suggestion) =>
    [
      periodOf(alarm) !== periodOf(now),
      alarm.evaluationPeriods !== now.evaluationPeriods,
      alarm.datapointsToAlarm !== (now.datapointsToAlarm ?? now.evaluationPeriods),
      alarm.treatMissingData !== (now.treatMissingData ?? 'missing'),
      alarm.threshold !== now.threshold,
    ].filter(Boolean).length;
  const groups = new Map<string, Suggestion[]>();
  for (const one of candidates) {
    const { delay, falsePages, missed } = one.score;
    const key = `${delay} ${falsePages} ${missed} ${changes(one)}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const middles = [...groups.values()].map((group) => {
    const sorted = [...group].sort((a, b) => a.alarm.threshold - b.alarm.threshold);
    return sorted[Math.floor(sorted.length / 2)]!;
  });
  return middles.sort((a, b) => changes(a) - changes(b));
}

/** Seconds between two recorded points of what the alarm reads; log records come as they like. */
function spacingOf({ metrics }: Recording): number {
  const spacings = metrics.map(({ period, points }) => {
    if (period !== undefined) return period;
    const times = points.map(([at]) => at).sort((a, b) => a - b);
    const gaps = times.slice(1).map((at, index) => at - times[index]!);
    return gaps.reduce((least, gap) => Math.min(least, gap), Number.POSITIVE_INFINITY) / 1000;
  });
  const widest = spacings.filter(Number.isFinite).reduce((most, one) => Math.max(most, one), 0);
  return widest;
}

/** Scores of whole simulations. */
function simulated(
  model: TemplateModel,
  alarms: readonly MetricAlarm[],
  { signals, start, end }: RecordedTime,
  outages: readonly Outage[],
  judgedFrom: number,
): Suggestion[] {
  const numbered = alarms.map((alarm, index) => ({ ...alarm, alarmName: `${index}`, alarmArn: `${index}` }));
  const states = Object.fromEntries(
    numbered.map(({ alarmName }) => [alarmName, 'INSUFFICIENT_DATA' as const]),
  );
  const { transitions } = play({ ...model, alarms: numbered }, signals, { start, end, states });
  return alarms.map((alarm, index) => {
    const own = transitions.filter(({ alarmName }) => alarmName === `${index}`);
    const { stays } = new StateHistory(alarm.alarmName, start, own);
    return {
      alarm,
      score: scoreOf(
        stays.filter(({ state }) => state === 'ALARM'),
        outages,
        judgedFrom,
      ),
    };
  });
}
