import { JOBS_PRESET } from './jobs-preset';
import { OPENWHISK_PRESET } from './openwhisk-preset';
import type { UserEventPreset } from './user-event-metric';

/** What user events are counted as, by the name of the preset. */
export const USER_EVENT_PRESETS = {
  openwhisk: OPENWHISK_PRESET,
  jobs: JOBS_PRESET,
} as const satisfies Record<string, UserEventPreset>;

export type UserEventPresetName = keyof typeof USER_EVENT_PRESETS;

/** Environment of the function that turns user events into CloudWatch metrics. */
export const USER_EVENTS_ENV = {
  preset: 'USER_EVENTS_PRESET',
  namespace: 'USER_EVENTS_NAMESPACE',
  /** JSON list. */
  ignoredNamespaces: 'USER_EVENTS_IGNORED_NAMESPACES',
  /** JSON object: tag to its new name. */
  renameTags: 'USER_EVENTS_RENAME_TAGS',
  /** JSON list: the tags that become dimensions, by their new names where they are renamed. */
  dimensions: 'USER_EVENTS_DIMENSIONS',
} as const;

/** CloudWatch namespace of user events. */
export const USER_EVENTS_NAMESPACE = 'UserEvents';
