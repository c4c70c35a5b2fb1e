import {
  type Delivery,
  deliveriesOf,
  type MetricsReader,
  metricText,
  type Notification,
  type Outcome,
} from '../../engine';
import type { Incident } from '../incident';
import { offsetText } from '../report/offset-text';
import type { TemplateModel } from '../template';
import { actionNames, checkIncident, topicNameOf } from './check-incident';
import { judge, type Verdict } from './judge';
import { metricReaders } from './metric-readers';
import { play } from './play';
import { signalsOf } from './signals-of';
import { type StateHistory, stateHistories } from './state-history';

/** An incident that was played, and how each of its expectations fared. */
export interface Rehearsal {
  readonly incident: Incident;
  /** Every expectation held. */
  readonly passed: boolean;
  /** In the order of the file. */
  readonly verdicts: readonly Verdict[];
  readonly outcome: Outcome & { readonly metrics: MetricsReader };
  readonly histories: ReadonlyMap<string, StateHistory>;
  /** What the subscriptions of the notified topic get. */
  readonly deliveries: (notification: Notification) => Delivery[];
  /** What the reader should know: data that nothing reads, what CloudWatch would have dropped. */
  readonly notes: readonly string[];
}

/**
 * Plays an incident against the templates' alarms. The stack is deployed at the incident's start: every
 * alarm begins as INSUFFICIENT_DATA and sees whatever the signals hold.
 *
 * @throws {IncidentError} when the incident names what the template does not have
 */
export function rehearse(model: TemplateModel, incident: Incident): Rehearsal {
  checkIncident(incident, model);
  const { start, length } = incident;
  const outcome = play(model, signalsOf(incident, model.metricFilters), {
    start,
    end: start + length,
    retention: Math.min(length, LONGEST_CHART),
  });
  const alarmNames = [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) => alarmName);
  const histories = stateHistories(alarmNames, start, outcome.transitions);
  const known = actionNames(model);
  const happened = {
    start,
    histories,
    notifications: outcome.notifications,
    topicOf: (notified: string) => topicNameOf(notified, incident, known),
  };
  const verdicts = incident.expectations.map((expectation) => judge(expectation, happened));
  return {
    incident,
    passed: verdicts.every(({ passed }) => passed),
    verdicts,
    outcome,
    histories,
    deliveries: (notification) => deliveriesOf(notification, model.subscriptions),
    notes: [...unreadMetrics(incident, model), ...noticeTexts(outcome, start)],
  };
}

// --- internal ---

/** Data are kept for the charts of failures; a chart of more than five weeks would be too coarse to read. */
const LONGEST_CHART = 35 * 86_400_000;

/** A metric that no alarm reads is most often a dimension that is spelled differently. */
function unreadMetrics(incident: Incident, model: TemplateModel): string[] {
  const isRead = metricReaders(model);
  return incident.signals.flatMap((source) => {
    if (source.kind !== 'metric' || isRead(source)) return [];
    return [`line ${source.line}: no alarm reads ${metricText(source)}; dimensions must match exactly`];
  });
}

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
