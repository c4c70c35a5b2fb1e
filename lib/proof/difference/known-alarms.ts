import { alarmReach, metricKey } from '../../engine';
import type { MetricAlarm } from '../../engine/model';
import { type Mentions, metricsOf, type TemplateModel } from '../../rehearsal';
import { asleep } from '../times/part-model';
import type { AlarmPair, AnyAlarm } from './alarm-pairs';
import type { Side } from './side';

/** Names of the alarms of each template of which something is known. */
export type KnownAlarms = Readonly<Record<Side, ReadonlySet<string>>>;

/**
 * The alarms that can be judged by something that is played: it tells of a metric that they read, or names them. What the
 * alarm of the other template reads and is told of is told of here, too, where both read it: a pattern that no longer
 * matches the records makes silence, not ignorance. A composite is known by any alarm below it.
 */
export function knownAlarms(
  pairs: readonly AlarmPair[],
  models: Readonly<Record<Side, TemplateModel>>,
  told: Readonly<Record<Side, Mentions>>,
): KnownAlarms {
  const isTold = (side: Side, alarm: MetricAlarm) =>
    told[side].alarm(alarm.alarmName) || metricsOf(alarm).some(told[side].metric);
  const own = (side: Side) =>
    new Set(models[side].alarms.filter((alarm) => isTold(side, alarm)).map(({ alarmName }) => alarmName));
  const known = { before: own('before'), after: own('after') };
  for (const { before, after } of pairs) {
    if (!before || !after || !readTheSame(before, after)) continue;
    if (!known.before.has(before.alarmName) && !known.after.has(after.alarmName)) continue;
    known.before.add(before.alarmName);
    known.after.add(after.alarmName);
  }
  for (const side of ['before', 'after'] as const) {
    const metricAlarms = new Set(known[side]);
    for (const { alarmName } of models[side].compositeAlarms) {
      const isKnown = (name: string) => metricAlarms.has(name) || told[side].alarm(name);
      if (alarmReach(alarmName, models[side]).some(isKnown)) known[side].add(alarmName);
    }
  }
  return known;
}

/** The template in which what is not known stays so: those alarms get no data, and have no state but their first. */
export const withoutUnknown = (model: TemplateModel, known: ReadonlySet<string>): TemplateModel => ({
  ...model,
  alarms: model.alarms.map((alarm) => (known.has(alarm.alarmName) ? alarm : asleep(alarm))),
});

// --- internal ---

function readTheSame(before: AnyAlarm, after: AnyAlarm): boolean {
  if ('alarmRule' in before || 'alarmRule' in after) return false;
  const read = new Set(metricsOf(before).map(metricKey));
  return metricsOf(after).some((metric) => read.has(metricKey(metric)));
}
