import type { MetricAlarm } from '../../engine/model';
import { gotOther } from '../../text';
import { lookUp } from '../../text/look-up';
import type { TemplateModel } from '../template';
import { RecordingError } from './recording-error';

/** Applies changes of the form `alarm.member=value`, e.g. `lava-dev-core-queue-depth.threshold=200`. */
export function changeAlarms(model: TemplateModel, changes: readonly string[]): TemplateModel {
  const alarms = changes.reduce<readonly MetricAlarm[]>(
    (changed, text) => change(changed, parseChange(text, model)),
    model.alarms,
  );
  return { ...model, alarms };
}

// --- internal ---

interface Change {
  readonly alarmName: string;
  readonly apply: (alarm: MetricAlarm) => MetricAlarm;
}

type Setter = (alarm: MetricAlarm, text: string) => MetricAlarm | undefined;

/** Every member that may be changed; a setter gives undefined for a value that it does not take. */
const SETTERS: Readonly<Record<string, { readonly set: Setter; readonly allowed: string }>> = {
  threshold: { set: number((threshold) => ({ threshold })), allowed: 'a number' },
  evaluationPeriods: {
    set: count((evaluationPeriods) => ({ evaluationPeriods })),
    allowed: 'a whole number from 1',
  },
  datapointsToAlarm: {
    set: count((datapointsToAlarm) => ({ datapointsToAlarm })),
    allowed: 'a whole number from 1',
  },
  comparisonOperator: oneOf('comparisonOperator', [
    'GreaterThanThreshold',
    'GreaterThanOrEqualToThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  treatMissingData: oneOf('treatMissingData', ['missing', 'ignore', 'breaching', 'notBreaching']),
  period: {
    set: (alarm, text) => {
      const period = Number(text);
      const isPeriod = [10, 20, 30].includes(period) || (period > 0 && period % 60 === 0);
      return alarm.metric && isPeriod ? { ...alarm, metric: { ...alarm.metric, period } } : undefined;
    },
    allowed: '10, 20, 30 or a multiple of 60, for an alarm on one metric',
  },
  statistic: {
    set: (alarm, stat) =>
      alarm.metric && stat !== '' ? { ...alarm, metric: { ...alarm.metric, stat } } : undefined,
    allowed: 'a statistic, for an alarm on one metric',
  },
};

/** An alarm's name may hold dots, so the member is what follows the last one. */
function parseChange(text: string, { alarms }: TemplateModel): Change {
  const equals = text.lastIndexOf('=');
  const dot = text.lastIndexOf('.', equals);
  if (dot <= 0) throw new RecordingError(`--set: got '${text}', allowed: ALARM.MEMBER=VALUE`);
  const [alarmName, member, value] = [
    text.slice(0, dot),
    text.slice(dot + 1, equals),
    text.slice(equals + 1),
  ];
  const names = alarms.map((alarm) => alarm.alarmName);
  if (!names.includes(alarmName)) throw unknown('alarm', alarmName, names);
  const setter = lookUp(SETTERS, member);
  if (!setter) throw unknown('member', member, Object.keys(SETTERS));
  return {
    alarmName,
    apply: (alarm) => {
      const changed = setter.set(alarm, value);
      if (changed) return changed;
      throw new RecordingError(`--set: ${alarmName}.${member}: got '${value}', allowed: ${setter.allowed}`);
    },
  };
}

function change(alarms: readonly MetricAlarm[], { alarmName, apply }: Change): MetricAlarm[] {
  return alarms.map((alarm) => (alarm.alarmName === alarmName ? apply(alarm) : alarm));
}

function number(members: (value: number) => Partial<MetricAlarm>): Setter {
  return (alarm, text) => {
    const value = Number(text);
    return text.trim() !== '' && Number.isFinite(value) ? { ...alarm, ...members(value) } : undefined;
  };
}

function count(members: (value: number) => Partial<MetricAlarm>): Setter {
  return (alarm, text) => (/^[1-9]\d*$/.test(text) ? { ...alarm, ...members(Number(text)) } : undefined);
}

function oneOf(member: 'comparisonOperator' | 'treatMissingData', allowed: readonly string[]) {
  const set: Setter = (alarm, text) => (allowed.includes(text) ? { ...alarm, [member]: text } : undefined);
  return { set, allowed: allowed.join(', ') };
}

function unknown(kind: string, name: string, known: readonly string[]): RecordingError {
  return new RecordingError(`--set: unknown ${kind}, ${gotOther(name, known)}`);
}
