import {
  createVariantPlayer,
  type Notification,
  type Outcome,
  type Reading,
  readingOf,
  type VariantPlayer,
} from '../../engine';
import type { Signal } from '../../engine/model/signal';
import type { Expectation, Incident } from '../incident';
import type { TemplateModel } from '../template';
import { withPhysicalNames } from './by-logical-id';
import { actionNames, checkIncident, topicNameOf } from './check-incident';
import { type Judgement, judge } from './judge';
import { blamingTemplate } from './play';
import { playedSignals } from './played-signals';
import { type StateHistory, stateHistories } from './state-history';

/** An incident that is played against a template and then against variants of it, in one reading. */
export interface VariantRehearsal {
  /** With physical names. */
  readonly incident: Incident;
  /** All that CloudWatch is told. */
  readonly signals: readonly Signal[];
  /** What the template itself makes of it. */
  readonly usual: PlayedVariant;
  /** What a variant makes of it; undefined where nothing that happens differs. Throws what is wrong with the variant. */
  readonly play: (variant: TemplateModel) => PlayedVariant | undefined;
}

export interface PlayedVariant {
  readonly outcome: Outcome;
  readonly histories: ReadonlyMap<string, StateHistory>;
  /** Whether an expectation of the incident holds; judged when asked. */
  readonly judge: (expectation: Expectation) => Judgement;
}

/**
 * Prepares an incident to be played against variants of a template: each costs only what it changes. A topic without a
 * subscriber, where it has one in the template, tells nobody.
 *
 * @throws {IncidentError} when the incident names what the template does not have
 * @throws {TemplateError} when CloudWatch would refuse a part of the template
 */
export function rehearseVariants(
  model: TemplateModel,
  written: Incident,
  answers: Partial<Reading> = {},
): VariantRehearsal {
  const incident = withPhysicalNames(written, model);
  checkIncident(incident, model);
  const { start, length, elsewhere: states } = incident;
  const signals = playedSignals(incident, model);
  const player: VariantPlayer = blamingTemplate(() =>
    createVariantPlayer(model, signals, {
      start,
      end: start + length,
      reading: readingOf(answers),
      states,
    }),
  );
  const known = actionNames(model);
  const topicOf = (notified: string) => topicNameOf(notified, incident, known);

  function played(variant: TemplateModel, outcome: Outcome): PlayedVariant {
    const names = [...variant.alarms, ...variant.compositeAlarms].map(({ alarmName }) => alarmName);
    const histories = stateHistories(names, start, outcome.transitions);
    const unheard = topicsWithoutSubscriber(model, variant);
    const isHeard = ({ action }: Notification) => !unheard.has(action);
    const notifications = unheard.size > 0 ? outcome.notifications.filter(isHeard) : outcome.notifications;
    const happened = { start, histories, notifications, topicOf };
    return { outcome, histories, judge: (expectation) => judge(expectation, happened) };
  }

  return {
    incident,
    signals,
    usual: played(model, player.outcome),
    play: (variant) => {
      const outcome = player.play(variant);
      if (outcome) return played(variant, outcome);
      return topicsWithoutSubscriber(model, variant).size > 0 ? played(variant, player.outcome) : undefined;
    },
  };
}

// --- internal ---

const NONE: ReadonlySet<string> = new Set();

/** Those that have one in the model. */
function topicsWithoutSubscriber(model: TemplateModel, variant: TemplateModel): ReadonlySet<string> {
  if (variant.subscriptions === model.subscriptions) return NONE;
  const left = new Set(variant.subscriptions.map(({ topicArn }) => topicArn));
  return new Set(model.subscriptions.map(({ topicArn }) => topicArn).filter((topic) => !left.has(topic)));
}
