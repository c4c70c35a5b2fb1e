import {
  USER_EVENT_PRESETS,
  type UserEventMetric,
  type UserEventPreset,
  type UserEventPresetName,
  type UserEventSignal,
} from '../contract';
import { closest } from '../text';
import { REJECT_REASONS } from './read-event';
import { UserEventsError } from './user-events-error';

/** A metric of a preset with its labels as the user wants them named. */
export interface Family extends UserEventMetric {
  /** Every label set that it can have; undefined where labels come from outside, so that there may be any number. */
  readonly labelSets: readonly (readonly string[])[] | undefined;
  /** Its labels' names in StatsD, in the same order. */
  readonly tags: readonly string[];
}

export interface Families {
  readonly statuses: readonly string[];
  readonly failure: string | undefined;
  readonly of: Readonly<Partial<Record<UserEventSignal, Family>>>;
}

/**
 * The families of a preset, in the order in which they are exposed.
 * @param renameTags label of the preset to the name it shall have
 * @throws UserEventsError for an unknown label and for a name that Prometheus does not take or that is taken.
 */
export function familiesOf(
  preset: UserEventPresetName,
  renameTags: Readonly<Record<string, string>> = {},
): Families {
  const { statuses, failure, statsdTags, metrics }: UserEventPreset = USER_EVENT_PRESETS[preset];
  const entries = Object.entries(metrics) as [UserEventSignal, UserEventMetric][];
  const tagsOf = (signal: UserEventSignal, metric: UserEventMetric, labels: readonly string[]) =>
    statsdTags && signal !== 'namespaceRuns' ? metric.labels.map((name) => statsdTags[name] ?? name) : labels;
  const closed: Partial<Record<UserEventSignal, readonly string[]>> = {
    allStatus: failure === undefined ? statuses : [...statuses, failure],
    rejected: Object.keys(REJECT_REASONS),
  };
  const open = entries.filter(([signal]) => !KEPT.has(signal));
  checkRenames(renameTags, [...new Set(open.flatMap(([, { labels }]) => labels))]);
  const families = entries.map(([signal, metric]) => {
    const renamed = (name: string): string => renameTags[name] ?? name;
    const labels = KEPT.has(signal) ? metric.labels : metric.labels.map(renamed);
    if (new Set(labels).size < labels.length) {
      throw new UserEventsError(`renamed tags give ${metric.name} the label ${repeated(labels)} twice`);
    }
    const labelSets = labels.length === 0 ? [[]] : closed[signal]?.map((value) => [value]);
    return [signal, { ...metric, labels, tags: tagsOf(signal, metric, labels), labelSets }];
  });
  return { statuses, failure, of: Object.fromEntries(families) };
}

/** Every label of the families, by the names that they have in the end. */
export const labelsOf = ({ of }: Families): readonly string[] => [
  ...new Set(Object.values(of).flatMap(({ labels }) => labels)),
];

// --- internal ---

/** What the service tells of itself, whose labels OpenWhisk does not rename. */
const KEPT: ReadonlySet<UserEventSignal> = new Set<UserEventSignal>(['allStatus', 'rejected']);

/** `le` is the histogram's own; names with two underscores in front are Prometheus's. */
const LABEL_NAME = /^(?!le$)(?!__)[A-Za-z_][A-Za-z0-9_]*$/;

function checkRenames(renames: Readonly<Record<string, string>>, known: readonly string[]): void {
  for (const [from, to] of Object.entries(renames)) {
    if (!known.includes(from)) {
      const near = closest(from, known);
      throw new UserEventsError(
        `cannot rename tag '${from}': no such tag${near ? `, did you mean '${near}'` : ''}; tags are ${known.join(', ')}`,
      );
    }
    if (!LABEL_NAME.test(to)) {
      throw new UserEventsError(
        `cannot rename tag ${from} to '${to}': want letters, digits and _, the first no digit, and neither le nor __ in front`,
      );
    }
  }
}

const repeated = (labels: readonly string[]): string =>
  labels.find((label, index) => labels.indexOf(label) !== index)!;
