import {
  USER_EVENT_PRESETS,
  USER_EVENTS_ENV,
  USER_EVENTS_NAMESPACE,
  type UserEventPresetName,
} from '../../lib/contract';

export interface UserEventsConfig {
  readonly preset: UserEventPresetName;
  readonly namespace: string;
  readonly ignoredNamespaces: readonly string[];
  readonly renameTags: Readonly<Record<string, string>>;
  /** Undefined for all. */
  readonly dimensions: readonly string[] | undefined;
}

/** @throws Error that names the variable, what it holds and what it may hold. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): UserEventsConfig {
  return {
    preset: preset(env[USER_EVENTS_ENV.preset] ?? 'openwhisk'),
    namespace: env[USER_EVENTS_ENV.namespace] ?? USER_EVENTS_NAMESPACE,
    ignoredNamespaces: json(env, USER_EVENTS_ENV.ignoredNamespaces, isTexts, 'a JSON list of texts') ?? [],
    renameTags: json(env, USER_EVENTS_ENV.renameTags, isTextMap, 'a JSON object of texts') ?? {},
    dimensions: json(env, USER_EVENTS_ENV.dimensions, isTexts, 'a JSON list of texts'),
  };
}

// --- internal ---

function preset(name: string): UserEventPresetName {
  if (Object.hasOwn(USER_EVENT_PRESETS, name)) return name as UserEventPresetName;
  const known = Object.keys(USER_EVENT_PRESETS).join(', ');
  throw new Error(`${USER_EVENTS_ENV.preset}: got '${name}', allowed: ${known}`);
}

function json<T>(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  isRight: (value: unknown) => value is T,
  allowed: string,
): T | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (isRight(value)) return value;
  } catch {
    // said below
  }
  throw new Error(`${name}: got '${text}', allowed: ${allowed}`);
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

const isTextMap = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
