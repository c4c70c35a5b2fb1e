import { isRecord } from '../../is-record';
import { type Item, type Translated, textOf } from './answer';

/** An alarm of DescribeAlarms: what PutMetricAlarm was given, without what has come of it. */
export const alarmAs =
  (type: string) =>
  (item: Item): Translated => {
    const properties = Object.fromEntries(Object.entries(item).filter(([name]) => !STATE.test(name)));
    return { resources: [{ logicalId: textOf(item.AlarmName), type, properties }] };
  };

/** GetAlarmMuteRule. */
export function muteRule(item: Item): Translated {
  const { Name, Description, Rule, MuteTargets, StartDate, ExpireDate } = item;
  const properties = {
    Name,
    Description,
    Rule,
    MuteTargets,
    StartDate: minuteText(StartDate),
    ExpireDate: minuteText(ExpireDate),
  };
  return { resources: [{ logicalId: muteRuleId(item), type: MUTE_RULE, properties }] };
}

/** Of ListAlarmMuteRules: a rule whose content another answer has. */
export function muteRuleSummary(item: Item): Translated {
  if (isRecord(item.Rule)) return muteRule(item);
  const reason =
    'a list of mute rules does not say when they mute; give aws cloudwatch get-alarm-mute-rule of it';
  return { unsupported: [{ logicalId: muteRuleId(item), type: MUTE_RULE, reason, cause: 'unknown' }] };
}

// --- internal ---

/** What an alarm is in, and when it was changed. */
const STATE = /^(AlarmArn$|AlarmConfigurationUpdated|State|EvaluationState|ActionsSuppressed)/;

const MUTE_RULE = 'AWS::CloudWatch::AlarmMuteRule';

const muteRuleId = ({ AlarmMuteRuleArn, Name }: Item): string => textOf(AlarmMuteRuleArn) || textOf(Name);

/** The answer has an instant, the rule a time of its zone to the minute or an instant. */
function minuteText(value: unknown): unknown {
  const instant =
    typeof value === 'string' ? Date.parse(value) : typeof value === 'number' ? value * 1000 : NaN;
  return Number.isNaN(instant) ? value : new Date(instant).toISOString();
}
