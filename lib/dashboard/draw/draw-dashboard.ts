import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import { comparisonSign, periodOf, type StateHistory } from '../../rehearsal';
import { formatDuration } from '../../text';
import { isUnknown } from '../body/values';
import type {
  AlarmsContent,
  Dashboard,
  GraphContent,
  GraphLine,
  Level,
  OmittedContent,
  Place,
  TextContent,
  Widget,
} from '../dashboard';
import { type DrawnLine, drawLines } from './draw-lines';
import type { Scene } from './scene';

/** A dashboard as it looks at the end of a scene. */
export interface DrawnDashboard extends Pick<Dashboard, 'name' | 'problem' | 'notes'> {
  readonly widgets: readonly DrawnWidget[];
  /** Whether metrics were read for it and none of them had data, nor did a state of an alarm change. */
  readonly isQuiet: boolean;
}

export type DrawnWidget = { readonly place: Place; readonly title: string } & DrawnContent;
export type DrawnContent = TextContent | OmittedContent | DrawnGraph | DrawnAlarm | DrawnAlarms;

export interface DrawnGraph extends Omit<GraphContent, 'lines'> {
  readonly lines: readonly DrawnLine[];
}

/** One alarm: its metric against its threshold, and its states; a composite alarm has states alone. */
export interface DrawnAlarm {
  readonly kind: 'alarm';
  readonly state: AlarmStates;
  readonly graph?: DrawnGraph;
}

export interface DrawnAlarms {
  readonly kind: 'alarms';
  readonly states: readonly AlarmStates[];
  /** Names of alarms that the template has and that are not played. */
  readonly notPlayed: readonly string[];
  /** Names of alarms that the template does not have. */
  readonly missing: readonly string[];
}

export interface AlarmStates {
  readonly alarm: MetricAlarm | CompositeAlarm;
  readonly history: StateHistory;
}

export function drawDashboard({ widgets, ...dashboard }: Dashboard, scene: Scene): DrawnDashboard {
  const drawn = widgets.map((widget) => drawWidget(widget, scene));
  return { ...dashboard, widgets: drawn, isQuiet: drawn.some(isRead) && !drawn.some(hasData) };
}

// --- internal ---

function drawWidget(widget: Widget, scene: Scene): DrawnWidget {
  switch (widget.kind) {
    case 'graph':
      return { ...widget, lines: drawLines(widget.lines, scene, widget.wholeTime) };
    case 'alarm':
      return drawAlarm(widget, widget.alarm, scene);
    case 'alarms':
      return { place: widget.place, title: widget.title, ...alarmStates(widget, scene) };
    default:
      return widget;
  }
}

function isRead(widget: DrawnWidget): boolean {
  const lines = widget.kind === 'alarm' ? widget.graph?.lines : widget.kind === 'graph' ? widget.lines : [];
  return lines?.some(({ problem }) => problem === undefined) ?? false;
}

function hasData(widget: DrawnWidget): boolean {
  if (widget.kind === 'alarm') return widget.graph?.lines.some(({ latest }) => latest !== undefined) ?? false;
  if (widget.kind === 'alarms') return widget.states.some(({ history }) => history.stays.length > 1);
  return widget.kind === 'graph' && widget.lines.some(({ latest }) => latest !== undefined);
}

/** `arn:aws:cloudwatch:us-east-1:123456789012:alarm:depth` */
const nameInArn = (arn: string): string => /:alarm:(.+)$/s.exec(arn)?.[1] ?? arn;

const findAlarm = (arn: string, { alarms }: Scene) =>
  alarms.find(({ alarmArn }) => alarmArn === arn) ??
  alarms.find(({ alarmName }) => alarmName === nameInArn(arn));

/** That an alarm is in the template and no more. */
const isNotPlayed = (arn: string, scene: Scene): boolean =>
  findAlarm(arn, scene) !== undefined || scene.notPlayed.includes(nameInArn(arn));

function drawAlarm({ place, title }: Widget, arn: string, scene: Scene): DrawnWidget {
  const alarm = findAlarm(arn, scene);
  const history = alarm && scene.histories.get(alarm.alarmName);
  if (!alarm || !history) {
    const name = nameInArn(arn);
    const why = isUnknown(arn)
      ? 'its alarm is not known'
      : isNotPlayed(arn, scene)
        ? `alarm ${name} of the template is not played`
        : `the template has no alarm ${name}`;
    return { place, title, kind: 'omitted', why };
  }
  const widget = {
    place,
    title: title || alarm.alarmName,
    kind: 'alarm',
    state: { alarm, history },
  } as const;
  return 'alarmRule' in alarm ? widget : { ...widget, graph: alarmGraph(alarm, scene) };
}

function alarmGraph(alarm: MetricAlarm, scene: Scene): DrawnGraph {
  return {
    kind: 'graph',
    view: 'timeSeries',
    lines: drawLines(alarmLines(alarm), scene),
    stacked: false,
    sparkline: false,
    wholeTime: false,
    fullPrecision: false,
    legend: 'bottom',
    axes: { left: {}, right: {} },
    levels: [thresholdOf(alarm)],
    moments: [],
    notes: [],
  };
}

function alarmLines(alarm: MetricAlarm): GraphLine[] {
  const common = { side: 'left', period: periodOf(alarm) } as const;
  const { metric, metrics = [] } = alarm;
  if (metric) return [{ ...common, visible: true, metric, stat: metric.stat }];
  return metrics.map(({ id, label, returnData: visible, expression, metricStat }) => ({
    ...common,
    id,
    visible,
    ...(label === undefined ? {} : { label }),
    ...(metricStat ? { metric: metricStat, stat: metricStat.stat } : { expression: expression ?? '' }),
  })) as GraphLine[];
}

function thresholdOf(alarm: MetricAlarm): Level {
  const { comparisonOperator, threshold, evaluationPeriods, datapointsToAlarm = evaluationPeriods } = alarm;
  const within = formatDuration(periodOf(alarm) * evaluationPeriods);
  return {
    value: threshold,
    side: 'left',
    fill: comparisonOperator.startsWith('Greater') ? 'above' : 'below',
    label: `${comparisonSign(comparisonOperator)} ${threshold} for ${datapointsToAlarm} datapoints within ${within}`,
  };
}

const WORST = ['ALARM', 'INSUFFICIENT_DATA', 'OK'] as const;

/** Sorted as the widget says: by name, by state and then the newest change first, or by that alone. */
function alarmStates({ alarms, sortBy, states: wanted }: AlarmsContent, scene: Scene): DrawnAlarms {
  const found = alarms.map((arn) => ({ arn, alarm: findAlarm(arn, scene) }));
  const states = found.flatMap(({ alarm }): AlarmStates[] => {
    const history = alarm && scene.histories.get(alarm.alarmName);
    return history ? [{ alarm, history }] : [];
  });
  const absent = found
    .filter(({ alarm }) => !alarm || !scene.histories.has(alarm.alarmName))
    .map(({ arn }) => arn);
  const last = ({ history }: AlarmStates) => history.at(scene.until);
  const byName = (a: AlarmStates, b: AlarmStates) => (a.alarm.alarmName < b.alarm.alarmName ? -1 : 1);
  const byTime = (a: AlarmStates, b: AlarmStates) => last(b).from - last(a).from || byName(a, b);
  const byState = (a: AlarmStates, b: AlarmStates) =>
    WORST.indexOf(last(a).state) - WORST.indexOf(last(b).state) || byTime(a, b);
  const order = { default: byName, stateUpdatedTimestamp: byState, timestamp: byTime }[sortBy];
  return {
    kind: 'alarms',
    states: states.filter((one) => wanted?.includes(last(one).state) ?? true).sort(order),
    notPlayed: absent.filter((arn) => isNotPlayed(arn, scene)).map(nameInArn),
    missing: absent.filter((arn) => !isNotPlayed(arn, scene)).map(nameInArn),
  };
}
