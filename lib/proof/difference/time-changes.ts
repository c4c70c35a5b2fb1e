import { alarmReach } from '../../engine';
import { metricsOf, type TemplateModel } from '../../rehearsal';
import type { FaultKind } from '../stimulus';
import { type AlarmTimes, type DetectedFault, type Span, templateTimes } from '../times';
import type { AlarmPair } from './alarm-pairs';
import type { FilterChange } from './filter-changes';
import { settingChanges } from './setting-changes';

/** How the time to detect a kind of fault differs: until somebody is told, or until ALARM where nobody is. */
export interface TimeChange {
  readonly fault: FaultKind;
  /** `later` and `earlier` are about the latest instant. */
  readonly kind: 'lost' | 'new' | 'later' | 'earlier';
  /** Seconds from the beginning of the fault; absent where it is not detected. */
  readonly before?: Span;
  readonly after?: Span;
}

/**
 * Measures the alarms that are set otherwise, that read what a changed metric filter makes, or that depend on one of
 * these, in both templates. Alarms of which neither changes detect as before, and are not measured.
 */
export function timeChanges(
  pairs: readonly AlarmPair[],
  filters: readonly FilterChange[],
  before: TemplateModel,
  after: TemplateModel,
): ReadonlyMap<AlarmPair, readonly TimeChange[]> {
  const both = pairs.filter(isBoth);
  const changed = new Set(
    both.filter((pair) => isChanged(pair, filters)).map((pair) => pair.after.alarmName),
  );
  const asked = both.filter((pair) =>
    alarmReach(pair.after.alarmName, after).some((name) => changed.has(name)),
  );
  const old = timesByName(before, new Set(asked.map((pair) => pair.before.alarmName)));
  const now = timesByName(after, new Set(asked.map((pair) => pair.after.alarmName)));
  return new Map(
    asked.map((pair) => [pair, changesOf(old.get(pair.before.alarmName), now.get(pair.after.alarmName))]),
  );
}

// --- internal ---

const isBoth = (pair: AlarmPair): pair is Required<AlarmPair> =>
  pair.before !== undefined && pair.after !== undefined;

function isChanged({ before, after }: Required<AlarmPair>, filters: readonly FilterChange[]): boolean {
  if (settingChanges(before, after).length > 0) return true;
  if ('alarmRule' in after) return false;
  const read = new Set(metricsOf(after).map(({ namespace, metricName }) => `${namespace} ${metricName}`));
  return filters.some((change) =>
    [change.before, change.after].some(
      (filter) => filter && read.has(`${filter.metricNamespace} ${filter.metricName}`),
    ),
  );
}

function timesByName(model: TemplateModel, names: ReadonlySet<string>): ReadonlyMap<string, AlarmTimes> {
  if (names.size === 0) return new Map();
  return new Map(templateTimes(model, (name) => names.has(name)).map((times) => [times.alarm, times]));
}

function changesOf(old: AlarmTimes | undefined, now: AlarmTimes | undefined): TimeChange[] {
  const faults = new Set([...(old?.faults ?? []), ...(now?.faults ?? [])].map(({ fault }) => fault));
  return [...faults].flatMap((fault): TimeChange[] => {
    const before = spanOf(old, fault);
    const after = spanOf(now, fault);
    if (!before && !after) return [];
    if (!after) return [{ fault, kind: 'lost', before: before! }];
    if (!before) return [{ fault, kind: 'new', after }];
    const late = Math.ceil(after.latest) - Math.ceil(before.latest);
    if (late === 0) return [];
    return [{ fault, kind: late > 0 ? 'later' : 'earlier', before, after }];
  });
}

function spanOf(times: AlarmTimes | undefined, kind: FaultKind): Span | undefined {
  const found: DetectedFault | undefined = times?.faults.find(({ fault }) => fault === kind);
  const span = found?.told ?? found?.alarm;
  return span && { earliest: span.earliest, latest: span.latest };
}
