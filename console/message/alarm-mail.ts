/**
 * The text of the mail that an alarm's topic sends to an e-mail subscription: CloudWatch writes for people there, with
 * what the message has as JSON for everybody else. Its shape is taken from mails that people have made public. What such
 * mails have that the message does not say (the threshold of metric math) is left out.
 * @param body the message as JSON; undefined for one that is not an alarm's
 */
export function alarmMail(body: string): string | undefined {
  const alarm = parse(body);
  if (!alarm?.AlarmName) return undefined;
  const { AlarmName: name, NewStateValue: state, NewStateReason: reason, Region: region } = alarm;
  const at = timeText(alarm.StateChangeTime);
  return [
    `You are receiving this email because your Amazon CloudWatch Alarm "${name}" in the ${region} region has entered ` +
      `the ${state} state, because "${reason}" at "${at}".`,
    '',
    'View this alarm in the AWS Management Console:',
    consoleLink(alarm),
    '',
    'Alarm Details:',
    ...detailsOf(alarm, at),
    ...thresholdOf(alarm),
    '',
    'State Change Actions:',
    ...(['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).map((one) => `- ${one}: ${actions(alarm, one)}`),
  ].join('\n');
}

// --- internal ---

interface AlarmMessage {
  readonly AlarmName: string;
  readonly AlarmDescription?: string | null;
  readonly AWSAccountId: string;
  readonly AlarmArn: string;
  readonly NewStateValue: string;
  readonly NewStateReason: string;
  readonly OldStateValue: string;
  readonly StateChangeTime: string;
  readonly Region: string;
  readonly OKActions?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly Trigger?: Trigger;
}

interface Trigger {
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Unit?: string | null;
  readonly Dimensions?: readonly { readonly name: string; readonly value: string }[];
  readonly Period?: number;
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly ComparisonOperator?: string;
  readonly Threshold?: number;
}

function parse(body: string): AlarmMessage | undefined {
  try {
    return JSON.parse(body) as AlarmMessage;
  } catch {
    return undefined;
  }
}

const row = (label: string, value: string, width = 29): string =>
  `- ${`${label}:`.padEnd(width - 1)}${value}`;

function detailsOf(alarm: AlarmMessage, at: string): string[] {
  return [
    row('Name', alarm.AlarmName),
    row('Description', alarm.AlarmDescription ?? ''),
    row('State Change', `${alarm.OldStateValue} -> ${alarm.NewStateValue}`),
    row('Reason for State Change', alarm.NewStateReason),
    row('Timestamp', at),
    row('AWS Account', alarm.AWSAccountId),
    row('Alarm Arn', alarm.AlarmArn),
  ];
}

function thresholdOf({ Trigger: trigger }: AlarmMessage): string[] {
  if (!trigger?.MetricName) return [];
  const {
    ComparisonOperator,
    Threshold = 0,
    EvaluationPeriods: n,
    DatapointsToAlarm: m = n,
    Period,
  } = trigger;
  const value = Number.isInteger(Threshold) ? Threshold.toFixed(1) : String(Threshold);
  const dimensions = (trigger.Dimensions ?? []).map((one) => `[${one.name} = ${one.value}]`).join(' ');
  const wide = 38;
  return [
    '',
    'Threshold:',
    `- The alarm is in the ALARM state when the metric is ${ComparisonOperator} ${value} for at least ${m} of the last ` +
      `${n} period(s) of ${Period} seconds.`,
    '',
    'Monitored Metric:',
    row('MetricNamespace', trigger.Namespace ?? '', wide),
    row('MetricName', trigger.MetricName, wide),
    row('Dimensions', dimensions, wide),
    row('Period', `${Period} seconds`, wide),
    row('Statistic', trigger.ExtendedStatistic ?? sentence(trigger.Statistic ?? ''), wide),
    row('Unit', trigger.Unit ?? 'not specified', wide),
  ];
}

/** `MAXIMUM` in the message is `Maximum` in the mail. */
const sentence = (word: string): string => word.slice(0, 1) + word.slice(1).toLowerCase();

function actions(alarm: AlarmMessage, state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'): string {
  const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = alarm;
  return { OK: OKActions, ALARM: AlarmActions, INSUFFICIENT_DATA: InsufficientDataActions }[state]
    .map((arn) => `[${arn}]`)
    .join(' ');
}

function consoleLink({ AlarmArn: arn, AlarmName: name }: AlarmMessage): string {
  const region = arn.split(':')[3];
  const place = `region=${region}#s=Alarms&alarm=${encodeURIComponent(name)}`;
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?${place}`;
}

/** `Monday 05 August, 2019 17:04:03 UTC` */
function timeText(iso: string): string {
  const date = new Date(iso.replace('+0000', 'Z'));
  if (Number.isNaN(date.getTime())) return iso;
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...options }).format(date);
  const day = `${part({ weekday: 'long' })} ${part({ day: '2-digit' })} ${part({ month: 'long' })}`;
  return `${day}, ${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} UTC`;
}
