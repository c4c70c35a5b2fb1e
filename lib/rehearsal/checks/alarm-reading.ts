import { parseAlarmRule } from '../../engine';
import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import { hasUnknown, mayBeEqual, type TemplateModel } from '../template';
import { everyComposite } from './every-alarm';
import { matchesAlarmEvent } from './matches-alarm-event';

/** Who acts on an alarm besides its own actions, in words, or undefined when nobody in the templates does. */
export function readerOf(alarm: MetricAlarm | CompositeAlarm, model: TemplateModel): string | undefined {
  const { alarmName, alarmArn } = alarm;
  const composites = compositeReads(model);
  if (composites.has(alarmName) || composites.has(alarmArn)) return 'a composite';
  const reader = model.alarmReaders.find(({ alarms }) =>
    alarms.some((text) => mayName(text, alarmName) || mayName(text, alarmArn)),
  );
  if (reader) return reader.id;
  const rule = model.rules.find(
    ({ enabled, targets, eventPattern }) =>
      enabled && targets.length > 0 && matchesAlarmEvent(eventPattern, alarm),
  );
  if (rule) return rule.ruleName;
  const { usedBy = [] } =
    model.resources.find(({ type, name }) => name === alarmName && type.endsWith('Alarm')) ?? {};
  return usedBy.find((type) => !NO_READERS.test(type));
}

// --- internal ---

/** What shows an alarm, or allows something with it, does nothing when it goes into ALARM. */
const NO_READERS = /^AWS::(CloudWatch|IAM|SNS|Lambda::Permission|SQS::QueuePolicy|KMS)/;

/** A text that is wholly unknown says nothing of which alarm it is. */
function mayName(text: string, name: string): boolean {
  return text === name || (hasUnknown(text) && !/^‹[^›]*›$/.test(text) && mayBeEqual(text, name));
}

const readsOfModel = new WeakMap<TemplateModel, ReadonlySet<string>>();

function compositeReads(model: TemplateModel): ReadonlySet<string> {
  const known = readsOfModel.get(model);
  if (known) return known;
  const reads = new Set(
    everyComposite(model).flatMap(({ alarmRule, actionsSuppressor }) => [
      ...childrenOf(alarmRule),
      ...(actionsSuppressor === undefined ? [] : [actionsSuppressor]),
    ]),
  );
  readsOfModel.set(model, reads);
  return reads;
}

/** A rule that cannot be parsed is another check's finding. */
function childrenOf(rule: string): readonly string[] {
  try {
    return parseAlarmRule(rule).children;
  } catch {
    return [];
  }
}
