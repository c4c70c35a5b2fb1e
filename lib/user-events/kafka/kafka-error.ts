import { UserEventsError } from '../user-events-error';

/** The client's errors hold the reason in errors below them; this finds it and says it in one line. */
export function describeKafkaError(error: unknown, where: string): Error {
  if (error instanceof UserEventsError) return error;
  const reasons = [...new Set(innermost(error).map(reasonOf))];
  return new UserEventsError(`${where}: ${reasons.join('; ')}`);
}

// --- internal ---

interface Nested {
  readonly message?: string;
  readonly code?: string;
  readonly apiId?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

const MAX_DEPTH = 10;

function innermost(error: unknown, depth = 0): unknown[] {
  const { errors, cause } = (error ?? {}) as Nested;
  if (depth === MAX_DEPTH) return [error];
  if (Array.isArray(errors) && errors.length > 0)
    return errors.flatMap((inner) => innermost(inner, depth + 1));
  return cause instanceof Error ? innermost(cause, depth + 1) : [error];
}

/** The texts that people search for, before the library's own. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'connection refused'],
  [/ENOTFOUND|EAI_AGAIN/, 'host name not found'],
  [/Unknown topic|UNKNOWN_TOPIC_OR_PARTITION|UNKNOWN_TOPIC_ID/, 'there is no such topic'],
  [/SASL_AUTHENTICATION_FAILED/, 'authentication failed'],
  [/TOPIC_AUTHORIZATION_FAILED/, 'not allowed to read the topic'],
  [/GROUP_AUTHORIZATION_FAILED/, 'not allowed to use the consumer group'],
];

function reasonOf(error: unknown): string {
  const { message = String(error), code = '', apiId = '' } = (error ?? {}) as Nested;
  const text = `${code} ${apiId} ${message}`;
  return REASONS.find(([pattern]) => pattern.test(text))?.[1] ?? message.replace(/\.$/, '');
}
