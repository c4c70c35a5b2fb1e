import type { AlarmLevels } from '../stimulus';
import type { DetectedFault } from './detection';
import { isOfAws } from './fault-data';

/** The times of alarms that are alike but for their names: the same alarm of several workers is measured once. */
export interface FaultMemory {
  readonly get: (key: string, measure: () => readonly DetectedFault[]) => readonly DetectedFault[];
}

export function createFaultMemory(): FaultMemory {
  const known = new Map<string, readonly DetectedFault[]>();
  return {
    get: (key, measure) => {
      const faults = known.get(key) ?? measure();
      known.set(key, faults);
      return faults;
    },
  };
}

/** Everything of an alarm that decides about its times, as one text. */
export function faultKey(levels: AlarmLevels): string {
  const { alarm, feeds, breach, valueBreach, silence, rests, periodSeconds } = levels;
  const {
    alarmName: _name,
    alarmArn: _arn,
    alarmDescription: _description,
    alarmActions: _alarm,
    okActions: _ok,
    insufficientDataActions: _insufficient,
    metric: _metric,
    metrics = [],
    ...settings
  } = alarm;
  return JSON.stringify([
    settings,
    periodSeconds,
    metrics.map(({ id, expression, period, returnData }) => [id, expression, period, returnData]),
    feeds.map((feed) => {
      const { namespace, stat, period, unit } = feed.metric;
      const bounds = feed.kind === 'datum' ? [feed.min, feed.max] : [feed.constants ?? null];
      return [feed.kind, isOfAws(feed), namespace, stat, period, unit, bounds.map(String)];
    }),
    rests[0]!,
    breach,
    valueBreach ?? null,
    silence ?? null,
  ]);
}
