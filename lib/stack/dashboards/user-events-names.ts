import { USER_EVENT_PRESETS, type UserEventPresetName, type UserEventSignal } from '../../contract';
import type { DashboardLink, VariableSpec } from './dashboard';

/** How the user-event dashboards of one preset name things: metrics, labels, words and their own uids. */
export interface UserEventNames {
  /** `realm, dispatcher, job`, or `namespace, initiator, action`. */
  readonly labels: readonly [owner: string, initiator: string, action: string];
  /** Label values of the status codes 0 to 3. */
  readonly statuses: readonly string[];
  readonly words: { readonly runs: string; readonly action: string; readonly owners: string };
  /** Uids of the job, overall and top dashboards; OpenWhisk's own for its metric names, so that links go on. */
  readonly uids: readonly [job: string, overall: string, top: string];
  /** The other two of the dashboards, for links from the one with the uid. */
  readonly others: (uid: string) => readonly DashboardLink[];
  /** A metric's name. @throws Error for a signal that the preset leaves out */
  readonly metric: (signal: UserEventSignal) => string;
  /** `{realm=~"$realm",…}`, with more matchers after it. */
  readonly chosen: (...more: readonly string[]) => string;
  /** Choices for the dashboards: owner, initiator and action. */
  readonly variables: readonly VariableSpec[];
}

export function userEventNames(preset: UserEventPresetName): UserEventNames {
  const { metrics, statuses } = USER_EVENT_PRESETS[preset];
  const labels = metrics.coldStarts.labels as readonly string[] as UserEventNames['labels'];
  const runs = metrics.runs.name;
  const metric = (signal: UserEventSignal): string => {
    const found = (metrics as Partial<Record<UserEventSignal, { readonly name: string }>>)[signal];
    if (!found) throw new Error(`no metric for ${signal} in the preset ${preset}: draw another signal`);
    return found.name;
  };
  const { uids } = TEXTS[preset];
  return {
    ...TEXTS[preset],
    labels,
    statuses,
    others: (uid) => TITLES.flatMap((title, n) => (uids[n] === uid ? [] : [{ title, uid: uids[n]! }])),
    metric,
    chosen: (...more) => `{${[...labels.map((label) => `${label}=~"$${label}"`), ...more].join(',')}}`,
    variables: labels.map((label) => ({
      name: label,
      source: 'prometheus',
      query: { query: `label_values(${runs}, ${label})`, refId: label },
    })),
  };
}

// --- internal ---

/** Of the links, in the order of the uids. */
const TITLES = ['Performance', 'Overall', 'Top'] as const;

const TEXTS: Readonly<Record<UserEventPresetName, Pick<UserEventNames, 'words' | 'uids'>>> = {
  jobs: {
    words: { runs: 'Runs', action: 'Job', owners: 'realms' },
    uids: ['user-events-job', 'user-events-overall', 'user-events-top'],
  },
  openwhisk: {
    words: { runs: 'Activations', action: 'Action', owners: 'namespaces' },
    uids: ['Oew1lvymk', 'Kw4jl2iZz', 'RnvlchiZk'],
  },
};
