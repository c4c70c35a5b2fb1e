import {
  alarmReach,
  type Delivery,
  deliveriesOf,
  type MetricsReader,
  type Notification,
  type Outcome,
  type Reading,
  type ReadingPlayer,
  readingOf,
} from '../../engine';
import type { MetricAlarm, MetricId } from '../../engine/model';
import type { Incident } from '../incident';
import { offsetText } from '../report/offset-text';
import type { TemplateModel } from '../template';
import { withPhysicalNames } from './by-logical-id';
import { actionNames, checkIncident, topicNameOf } from './check-incident';
import { type Judgement, judge } from './judge';
import { playerOf } from './play';
import { narrowed, type ReadingChoice, readingsFor } from './played-readings';
import { playedSignals } from './played-signals';
import { signalNotes } from './signal-notes';
import { type StateHistory, stateHistories } from './state-history';
import { deviation, type Verdict } from './verdict';

/** An incident that was played, and how each of its expectations fared. */
export interface Rehearsal {
  readonly incident: Incident;
  /** No expectation fails; some may be unproven. */
  readonly passed: boolean;
  /** How many expectations are unproven. */
  readonly unproven: number;
  /** In the order of the file. */
  readonly verdicts: readonly Verdict[];
  /** What happened under the best supported answers, or those that were given. */
  readonly outcome: Outcome & { readonly metrics: MetricsReader };
  readonly histories: ReadonlyMap<string, StateHistory>;
  /** The readings that were played, the usual one first. */
  readonly readings: readonly Reading[];
  /** Alarms that are in ALARM at some time in every reading. */
  readonly alwaysAlarmed: ReadonlySet<string>;
  /** Alarms that are so in some reading. */
  readonly everAlarmed: ReadonlySet<string>;
  /** What the subscriptions of the notified topic get. */
  readonly deliveries: (notification: Notification) => Delivery[];
  /** What the reader should know: data that nothing reads, what CloudWatch would have dropped. */
  readonly notes: readonly string[];
}

export interface RehearseOptions extends ReadingChoice {
  /** Statistics that `outcome.metrics` is asked for afterwards, of which no alarm takes one of their kind. @default none */
  readonly statistics?: readonly (MetricId & { readonly stat: string })[];
}

/**
 * Plays an incident against the templates' alarms, under the best supported answers to what AWS leaves open and under
 * the corner readings that make a difference to its alarms. The stack is deployed at the incident's start: every alarm
 * begins as INSUFFICIENT_DATA and sees whatever the signals hold.
 *
 * @throws {IncidentError} when the incident names what the template does not have
 * @throws {RangeError} for an answer that there is none of
 */
export function rehearse(model: TemplateModel, written: Incident, options: RehearseOptions = {}): Rehearsal {
  const incident = withPhysicalNames(written, model);
  checkIncident(incident, model);
  const { start, length, elsewhere: states, expectations } = incident;
  const { statistics = [], ...choice } = options;
  const usual = readingOf(choice.fixed);
  const retention = Math.min(length, LONGEST_CHART);
  const player = playerOf(model, playedSignals(incident, model), {
    start,
    end: start + length,
    retention,
    longReadings: statistics.map((one) => ({ ...one, keep: retention })),
    reading: usual,
    states,
  });
  const readings = readingsFor(model, player, { start, states }, usual, choice);
  const judgeIn = judgeOf(model, incident, player);
  const first = judgeIn(usual);
  const verdicts = expectations.map((expectation, index): Verdict => {
    const { held, ...judgement } = first.judgements[index]!;
    if (!held) return { expectation, outcome: 'fails', ...judgement };
    const breaks = (reading: Reading) => !judgeIn(reading).judgements[index]!.held;
    const breaking = readings.find(breaks);
    if (!breaking) return { expectation, outcome: 'holds', ...judgement };
    const reading = narrowed(breaking, usual, breaks);
    const { judgements, histories } = judgeIn(reading);
    const { got, alarms } = judgements[index]!;
    const atHand = metricAlarms([...alarms, ...judgement.alarms], model);
    const brokenBy = { ...deviation(reading, usual, atHand), got, alarms, histories };
    return { expectation, outcome: 'unproven', ...judgement, brokenBy };
  });
  const alarmed = readings.map((reading) => alarmedIn(judgeIn(reading).outcome));
  return {
    incident,
    passed: verdicts.every(({ outcome }) => outcome !== 'fails'),
    unproven: verdicts.filter(({ outcome }) => outcome === 'unproven').length,
    verdicts,
    outcome: { ...first.outcome, metrics: player.metrics },
    histories: first.histories,
    readings,
    alwaysAlarmed: new Set([...alarmed[0]!].filter((name) => alarmed.every((some) => some.has(name)))),
    everAlarmed: new Set(alarmed.flatMap((some) => [...some])),
    deliveries: (notification) => deliveriesOf(notification, model.subscriptions),
    notes: [...signalNotes(incident, model), ...noticeTexts(first.outcome, start)],
  };
}

// --- internal ---

/** Data are kept for the charts of failures; a chart of more than five weeks would be too coarse to read. */
const LONGEST_CHART = 35 * 86_400_000;

/** What one reading makes of an incident. */
interface Judged {
  readonly outcome: Outcome;
  readonly histories: ReadonlyMap<string, StateHistory>;
  /** In the order of the expectations. */
  readonly judgements: readonly Judgement[];
}

/** Plays and judges a reading, each one once. */
function judgeOf(
  model: TemplateModel,
  incident: Incident,
  player: ReadingPlayer,
): (reading: Reading) => Judged {
  const { start, expectations } = incident;
  const alarmNames = [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) => alarmName);
  const known = actionNames(model);
  const topicOf = (notified: string) => topicNameOf(notified, incident, known);
  const judged = new Map<string, Judged>();
  return (reading) => {
    const key = JSON.stringify(reading);
    const before = judged.get(key);
    if (before) return before;
    const outcome = player.play(reading);
    const histories = stateHistories(alarmNames, start, outcome.transitions);
    const happened = { start, histories, notifications: outcome.notifications, topicOf };
    const judgements = expectations.map((expectation) => judge(expectation, happened));
    const result = { outcome, histories, judgements };
    judged.set(key, result);
    return result;
  };
}

/** The metric alarms of these names, or that composite alarms of these names are of. */
function metricAlarms(names: readonly string[], model: TemplateModel): MetricAlarm[] {
  const found = new Set(names.flatMap((name) => [...alarmReach(name, model)]));
  return model.alarms.filter(({ alarmName }) => found.has(alarmName));
}

const alarmedIn = ({ transitions }: Outcome): ReadonlySet<string> =>
  new Set(transitions.filter(({ to }) => to === 'ALARM').map(({ alarmName }) => alarmName));

/** One line a kind of notice, with its first instant and its count. */
function noticeTexts({ notices }: Outcome, start: number): string[] {
  const kinds = new Map<string, { text: string; count: number }>();
  for (const { code, message, at } of notices) {
    const kind = kinds.get(`${code} ${message}`);
    if (kind) kind.count++;
    else
      kinds.set(`${code} ${message}`, { text: `${code} at ${offsetText(at - start)}: ${message}`, count: 1 });
  }
  return [...kinds.values()].map(({ text, count }) => (count === 1 ? text : `${text} (${count} times)`));
}
