import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import {
  CHAT_TOPIC,
  CHAT_TOPIC_HELP,
  DISPATCHED_CHANNEL_KINDS,
  type DispatchedChannel,
  SECRET_REFERENCE,
  SECRET_REFERENCE_HELP,
} from '../../contract';
import { ConstructError } from '../construct-error';
import type { AlertTopic } from './alert-topic';

export interface AlertRoute {
  readonly topic: AlertTopic;
  /** Chat rooms, pagers and webhooks; each names where its secret is kept. */
  readonly channels: readonly DispatchedChannel[];
}

/**
 * Refuses routes that the dispatcher could not serve, and targets that are a secret instead of the name of one: a
 * template is read by many. What may be a secret is not in the text of the error either.
 */
export function checkChannels(
  scope: IConstruct,
  id: string,
  { routes, deadMan }: { readonly routes: readonly AlertRoute[]; readonly deadMan?: string | undefined },
): void {
  const refuse = (problem: string): never => {
    throw new ConstructError(scope, `${id}: ${problem}`);
  };
  if (routes.length === 0) refuse('routes: none, allowed: at least one');
  for (const [place, { topic, channels }] of routes.entries()) {
    const { severity } = topic;
    if (routes.findIndex((route) => route.topic === topic) !== place) {
      refuse(`routes: the same topic twice, got '${severity}', allowed: one route with all its channels`);
    }
    if (channels.length === 0) refuse(`routes: no channel of '${severity}', allowed: at least one`);
    const wrong = channels.map(channelProblem).find((problem) => problem !== undefined);
    if (wrong) refuse(`routes: a channel of '${severity}': ${wrong}`);
  }
  if (deadMan !== undefined && !isSecret(deadMan)) refuse(`deadMan: ${NO_SECRET}`);
}

// --- internal ---

const HIDDEN = 'got a value that is not shown here';
const NO_SECRET = `not a reference to a secret, ${HIDDEN}, allowed: ${SECRET_REFERENCE_HELP}`;

const isSecret = (target: string): boolean => Token.isUnresolved(target) || SECRET_REFERENCE.test(target);

function channelProblem({ kind, target }: DispatchedChannel): string | undefined {
  if (!DISPATCHED_CHANNEL_KINDS.includes(kind)) {
    return `unknown kind, got '${kind}', allowed: ${DISPATCHED_CHANNEL_KINDS.join(', ')}`;
  }
  if (kind !== 'amazonq') return isSecret(target) ? undefined : `${kind}: ${NO_SECRET}`;
  const isTopic = Token.isUnresolved(target) || CHAT_TOPIC.test(target);
  return isTopic ? undefined : `amazonq: not a topic, ${HIDDEN}, allowed: ${CHAT_TOPIC_HELP}`;
}
