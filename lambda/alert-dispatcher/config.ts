import {
  ALERT_DISPATCHER_ENV,
  type AlertChannels,
  type AlertRecords,
  DEFAULT_SYSTEM,
  DISPATCHED_CHANNEL_KINDS,
  type DispatchedChannel,
  realmNames,
  TRACE_TEMPLATE,
  TRACE_TEMPLATE_HELP,
} from '../../lib/contract';
import { isObject, parseJson } from '../shared/json-value';

export interface AlertDispatcherConfig {
  readonly channels: AlertChannels;
  readonly records: readonly AlertRecords[];
  /** Template of the links to traces. */
  readonly traces?: string;
  /** Who outside is told that canaries get through. */
  readonly deadMan?: DispatchedChannel;
  /** Name of the parameter that says what objectives promise. */
  readonly objectives?: string;
  /** URLs of the queues that hold alerts back, by topic name, and of the dead letters. */
  readonly hold?: { readonly queues: Readonly<Record<string, string>>; readonly deadLetters: string };
  /** What the names of the realm's topics begin with; the severity follows. */
  readonly topicPrefix: string;
}

/** The configuration in the function's environment; throws, with all that is wrong, when it cannot be used. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): AlertDispatcherConfig {
  const channels = parseJson(env[ALERT_DISPATCHER_ENV.channels] ?? '');
  const records = parseJson(env[ALERT_DISPATCHER_ENV.records] || '[]');
  const queues = parseJson(env[ALERT_DISPATCHER_ENV.queues] || '{}');
  const deadLetters = env[ALERT_DISPATCHER_ENV.deadLetters];
  const traces = env[ALERT_DISPATCHER_ENV.traces];
  const problems = [
    ...channelProblems(channels),
    ...recordProblems(records),
    ...queueProblems(queues),
    ...traceProblems(traces),
  ];
  if (problems.length > 0) throw new Error(problems.join('; '));
  const deadMan = env[ALERT_DISPATCHER_ENV.deadMan];
  const objectives = env[ALERT_DISPATCHER_ENV.objectives];
  return {
    channels: channels as AlertChannels,
    records: records as AlertRecords[],
    ...(traces && { traces }),
    ...(deadMan && { deadMan: { kind: 'webhook', target: deadMan } }),
    ...(objectives && { objectives }),
    ...(deadLetters && { hold: { queues: queues as Record<string, string>, deadLetters } }),
    topicPrefix: realmNames(
      env[ALERT_DISPATCHER_ENV.realm] ?? '',
      env[ALERT_DISPATCHER_ENV.system] ?? DEFAULT_SYSTEM,
    ).alertTopic(''),
  };
}

// --- internal ---

function channelProblems(value: unknown): string[] {
  const name = ALERT_DISPATCHER_ENV.channels;
  if (!isObject(value))
    return [`${name} is not usable; it must be a JSON object, topic name to its channels`];
  return Object.entries(value).flatMap(([topic, channels]) =>
    Array.isArray(channels)
      ? channels.flatMap((channel, place) => {
          const problem = channelProblem(channel);
          return problem ? [`${name}: topic ${topic}, channel ${place}: ${problem}`] : [];
        })
      : [`${name}: topic ${topic} has no list of channels`],
  );
}

function traceProblems(template: string | undefined): string[] {
  if (!template || TRACE_TEMPLATE.test(template)) return [];
  return [`${ALERT_DISPATCHER_ENV.traces} is not usable; it must be ${TRACE_TEMPLATE_HELP}`];
}

function queueProblems(value: unknown): string[] {
  if (isObject(value) && Object.values(value).every((url) => typeof url === 'string')) return [];
  return [`${ALERT_DISPATCHER_ENV.queues} is not usable; it must be a JSON object, topic name to queue URL`];
}

function channelProblem(channel: unknown): string | undefined {
  const { kind, target } = isObject(channel) ? channel : {};
  if (!DISPATCHED_CHANNEL_KINDS.some((known) => known === kind))
    return `kind is ${JSON.stringify(kind)}; allowed: ${DISPATCHED_CHANNEL_KINDS.join(', ')}`;
  return typeof target === 'string'
    ? undefined
    : 'target is missing; allowed: ssm:/name, secretsmanager:name';
}

function recordProblems(value: unknown): string[] {
  if (Array.isArray(value) && value.every(isRule)) return [];
  const shape = '{ "alarms": [name, …], "logGroup", "pattern" }';
  return [`${ALERT_DISPATCHER_ENV.records} is not usable; it must be a JSON list of ${shape}`];
}

function isRule(rule: unknown): boolean {
  if (!isObject(rule) || !Array.isArray(rule.alarms)) return false;
  return [...rule.alarms, rule.logGroup, rule.pattern].every((text) => typeof text === 'string');
}
