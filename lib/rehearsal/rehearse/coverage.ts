import { compileFilterPattern } from '../../engine';
import type { TemplateModel } from '../template';
import { type AlarmCoverage, alarmCoverage } from './alarm-coverage';
import { type AllowedStill, allowedStill } from './allowed-still';
import type { Rehearsal } from './rehearse';
import { sampleLogEvents } from './signals-of';

/** Which alarms and metric filters some incident moves. */
export interface Coverage {
  readonly alarms: CoveredAlarms;
  readonly metricFilters: Covered;
  /** Of alarms and filters together, 0 to 100, rounded down; of those that can be played. Null where there are none. */
  readonly percent: number | null;
  /** Alarms and metric filters that cannot be played, which the percentage says nothing of. */
  readonly leftOut: readonly LeftOutPart[];
}

export interface LeftOutPart {
  readonly kind: 'alarm' | 'filter';
  /** Its name, or else its logical id. */
  readonly name: string;
  readonly reason: string;
}

export interface Covered {
  readonly moved: readonly string[];
  /** Moved, but by no incident in every reading. */
  readonly unproven: readonly string[];
  /** Never moved by any of the incidents. */
  readonly still: readonly string[];
}

export interface CoveredAlarms extends Covered {
  /** Of those that are still: some incident takes them into ALARM, and no expectation says so. */
  readonly unnamed: readonly string[];
  /** Neither moved nor still: no incident takes them into ALARM, which the template allows. */
  readonly allowed: readonly AllowedStill[];
  /** What the incidents prove of each alarm, in the order of the template. */
  readonly each: readonly AlarmCoverage[];
}

/**
 * An alarm is moved by an incident that takes it into ALARM and has an expectation that says so, of the alarm or of its
 * notification; a metric filter by one whose records it matches. Without any there is no percentage.
 */
export function coverage(model: TemplateModel, rehearsals: readonly Rehearsal[]): Coverage {
  const each = [...model.alarms, ...model.compositeAlarms].map((alarm) =>
    alarmCoverage(alarm, model, rehearsals),
  );
  const events = rehearsals.flatMap(({ incident }) => sampleLogEvents(incident, model.metricFilters));
  const matched = model.metricFilters.map((filter) => {
    const pattern = compileFilterPattern(filter.filterPattern);
    const moved = events.some(
      ({ logGroupName, message }) =>
        logGroupName === filter.logGroupName && pattern.match(message) !== undefined,
    );
    return { name: filter.filterName, moved, proven: moved };
  });
  const alarmed = new Set(
    rehearsals.flatMap(({ outcome }) =>
      outcome.transitions.filter(({ to }) => to === 'ALARM').map(({ alarmName }) => alarmName),
    ),
  );
  const unmoved = new Set(
    each.filter(({ intoAlarm }) => intoAlarm === 'no').map(({ alarmName }) => alarmName),
  );
  const allowed = allowedStill(model).filter(({ name }) => unmoved.has(name));
  const demanded = each.filter(({ alarmName }) => !allowed.some(({ name }) => name === alarmName));
  const alarms = split(
    demanded.map(({ alarmName, intoAlarm }) => ({
      name: alarmName,
      moved: intoAlarm !== 'no',
      proven: intoAlarm === 'yes',
    })),
  );
  const metricFilters = split(matched);
  const all = demanded.length + matched.length;
  const moved = alarms.moved.length + metricFilters.moved.length;
  return {
    alarms: { ...alarms, unnamed: alarms.still.filter((name) => alarmed.has(name)), allowed, each },
    metricFilters,
    leftOut: leftOutParts(model),
    percent: all > 0 ? Math.floor((100 * moved) / all) : allowed.length > 0 ? 100 : null,
  };
}

// --- internal ---

/** What is said of a filter that is played all the same, a property that is strange, leaves nothing out. */
function leftOutParts({ unsupported, resources, metricFilters }: TemplateModel): LeftOutPart[] {
  const played = new Set(metricFilters.map(({ filterName }) => filterName));
  return unsupported.flatMap(({ logicalId, type, reason }): LeftOutPart[] => {
    const kind = KINDS.find(([pattern]) => pattern.test(type))?.[1];
    const name = resources.find((one) => one.logicalId === logicalId && one.type === type)?.name ?? logicalId;
    return kind === undefined || (kind === 'filter' && played.has(name)) ? [] : [{ kind, name, reason }];
  });
}

const KINDS = [
  [/^AWS::CloudWatch::\w*Alarm$/, 'alarm'],
  [/^AWS::Logs::MetricFilter$/, 'filter'],
] as const;

function split(items: readonly { name: string; moved: boolean; proven: boolean }[]): Covered {
  return {
    moved: items.filter(({ moved }) => moved).map(({ name }) => name),
    unproven: items.filter(({ moved, proven }) => moved && !proven).map(({ name }) => name),
    still: items.filter(({ moved }) => !moved).map(({ name }) => name),
  };
}
