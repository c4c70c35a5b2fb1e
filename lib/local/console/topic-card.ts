import { ALERT_DISPATCHER_ENV, type AlertChannels } from '../../contract';
import type { TemplateModel } from '../../rehearsal/template/template-model';

/** A topic as the console shows it. */
export interface TopicCard {
  readonly topic: string;
  /** The name without what all topics of the realm begin with, e.g. `page`. */
  readonly label: string;
  /** Kinds of channels that hear of it, each once: `email`, `slack` … */
  readonly channels: readonly string[];
}

/** The topics that somebody outside hears of, by a subscription of their own or by way of a dispatcher. */
export function topicCards(model: TemplateModel): TopicCard[] {
  const dispatched = new Map(
    model.functions.flatMap(({ environment }) => Object.entries(channelsIn(environment))),
  );
  return model.topics.map(({ topicName: topic, topicArn }) => {
    const direct = model.subscriptions
      .filter((one) => one.topicArn === topicArn)
      .map(({ protocol }) => protocol);
    const kinds = [
      ...direct.filter((one) => !INNER.has(one)),
      ...(dispatched.get(topic) ?? []).map(({ kind }) => kind),
    ];
    return { topic, label: topic.replace(/^.*-alerts-/, ''), channels: [...new Set(kinds)] };
  });
}

// --- internal ---

/** Protocols that only carry a message on. */
const INNER: ReadonlySet<string> = new Set(['lambda', 'sqs']);

function channelsIn(environment: Readonly<Record<string, string>>): AlertChannels {
  const json = environment[ALERT_DISPATCHER_ENV.channels];
  return json === undefined ? {} : (JSON.parse(json) as AlertChannels);
}
