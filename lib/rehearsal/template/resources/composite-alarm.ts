import { parseAlarmRule } from '../../../engine';
import type { CompositeAlarm } from '../../../engine/model';
import { hasUnknown } from '../intrinsics/unknown';
import { attempt, type TemplateProblem } from '../template-error';
import type { IncompleteAlarm, Unsupported } from '../template-model';
import { alarmBase } from './alarm-parts';
import { leftOut, unreadable } from './left-out';
import type { Properties } from './properties';
import type { Resource } from './resource';

/** AWS::CloudWatch::CompositeAlarm. The names in its rule may have parts that are not known. */
export function readCompositeAlarm(resource: Resource): {
  compositeAlarms: CompositeAlarm[];
  incompleteAlarms: IncompleteAlarm[];
  unsupported: Unsupported[];
} {
  const problems: TemplateProblem[] = [];
  const alarm = compositeAlarm(resource, problems);
  if (alarm) return { compositeAlarms: [alarm], incompleteAlarms: [], unsupported: [] };
  const { incompleteAlarms, unsupported } = leftOut(resource, problems, unreadable(resource, problems));
  return { compositeAlarms: [], incompleteAlarms, unsupported };
}

// --- internal ---

/** Names in a rule may have unknown parts; its words may not. */
function ruleOf(properties: Properties): string {
  const rule = properties.text('AlarmRule');
  return hasUnknown(rule) && !isRule(rule) ? properties.knownText('AlarmRule') : rule;
}

function isRule(rule: string): boolean {
  try {
    parseAlarmRule(rule);
    return true;
  } catch {
    return false;
  }
}

function compositeAlarm(resource: Resource, problems: TemplateProblem[]): CompositeAlarm | undefined {
  const { properties } = resource;
  const base = attempt(problems, () => alarmBase(resource));
  const alarmRule = attempt(problems, () => ruleOf(properties));
  const suppressor = attempt(problems, () => properties.optionalText('ActionsSuppressor'));
  const wait = attempt(problems, () => properties.optionalNumber('ActionsSuppressorWaitPeriod'));
  const extension = attempt(problems, () => properties.optionalNumber('ActionsSuppressorExtensionPeriod'));
  if (problems.length > 0 || !base || alarmRule === undefined) return undefined;
  return {
    ...base,
    alarmRule,
    ...(suppressor === undefined ? {} : { actionsSuppressor: suppressor }),
    ...(wait === undefined ? {} : { actionsSuppressorWaitPeriod: wait }),
    ...(extension === undefined ? {} : { actionsSuppressorExtensionPeriod: extension }),
  };
}
