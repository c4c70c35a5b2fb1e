import type { MetricsReader, Outcome } from '../../engine';
import type { Incident } from '../incident';
import type { TemplateModel } from '../template';
import { withPhysicalNames } from './by-logical-id';
import { play } from './play';
import { playedSignals } from './played-signals';
import { type StateHistory, stateHistories } from './state-history';

/** What a template's alarms do in an incident, whatever the incident expects of them. */
export interface PlayedIncident {
  readonly outcome: Outcome & { readonly metrics: MetricsReader };
  readonly histories: ReadonlyMap<string, StateHistory>;
}

export interface PlayIncidentOptions {
  /** Milliseconds that data are kept for charts. @default what the engine keeps */
  readonly retention?: number;
}

/**
 * Plays the signals of an incident under the best supported reading. Records for groups that the template does not
 * have move nothing, so that an incident can be played on a template that it was not written for.
 *
 * @throws {TemplateError} when CloudWatch would refuse a part of the template
 */
export function playIncident(
  model: TemplateModel,
  written: Incident,
  options: PlayIncidentOptions = {},
): PlayedIncident {
  const incident = withPhysicalNames(written, model);
  const { start, length, elsewhere: states } = incident;
  const groups = new Set(model.logGroups.map(({ logGroupName }) => logGroupName));
  const signals = playedSignals(incident, model).filter(
    (signal) => signal.type !== 'log' || groups.has(signal.logGroupName),
  );
  const outcome = play(model, signals, { start, end: start + length, states, ...options });
  const names = [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) => alarmName);
  return { outcome, histories: stateHistories(names, start, outcome.transitions) };
}
