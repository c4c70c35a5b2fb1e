import type { AlarmState } from '../../engine/model';
import { type Axis, COLUMNS, type Column, VIEWS, type View, type WidgetContent } from '../dashboard';
import { levelsOf, momentsOf } from './annotations';
import { elsewhere, metricLines } from './metric-lines';
import { given, isUnknown, type Json, listOf, numberOf, oneOf, recordOf, textOf } from './values';

/** Where the stack of a dashboard is. */
export interface Home {
  readonly region: string;
  readonly accountId: string;
}

export function readWidget(type: unknown, properties: Json, home: Home): WidgetContent {
  switch (type) {
    case 'text':
      return { kind: 'text', markdown: textOf(properties.markdown) ?? '' };
    case 'metric':
      return metricWidget(properties, home);
    case 'alarm':
      return alarmsWidget(properties);
    default: {
      const why = typeof type === 'string' && Object.hasOwn(OMITTED, type) ? OMITTED[type] : undefined;
      return omitted(
        why ?? (isUnknown(type) ? 'its type is not known' : `type ${JSON.stringify(type)} is not known here`),
      );
    }
  }
}

// --- internal ---

const OMITTED: Readonly<Record<string, string>> = {
  log: 'it is a query of CloudWatch Logs Insights, and queries are not played',
  explorer: 'a metrics explorer depends on the resources and tags of the account',
  custom: 'a Lambda function of the account draws it',
  chart: 'charts of this kind are not drawn',
};

const omitted = (why: string): WidgetContent => ({ kind: 'omitted', why });

function metricWidget(properties: Json, home: Home): WidgetContent {
  const { metrics, insightRule, annotations, period, stat, region, accountId } = properties;
  const away = elsewhere('region', region, home.region) ?? elsewhere('account', accountId, home.accountId);
  if (insightRule !== undefined)
    return omitted('it is of Contributor Insights, and its rules are not played');
  const marks = recordOf(annotations) ?? {};
  const [alarm] = listOf(marks.alarms) ?? [];
  if (away) return omitted(away);
  const lines = listOf(metrics) ?? [];
  if (lines.length === 0 && alarm !== undefined) return { kind: 'alarm', alarm: textOf(alarm) ?? '' };
  if (lines.length === 0) return omitted('it has no metrics');
  const view = oneOf(properties.view ?? 'timeSeries', VIEWS);
  if (!view) {
    return omitted(
      isUnknown(properties.view)
        ? 'its view is not known'
        : `its view is ${JSON.stringify(properties.view)}, allowed: ${VIEWS.join(', ')}`,
    );
  }
  const axes = recordOf(properties.yAxis) ?? {};
  return {
    kind: 'graph',
    view,
    lines: metricLines(lines, { ...home, period, stat }),
    stacked: properties.stacked === true && view === 'timeSeries',
    sparkline: properties.sparkline === true,
    wholeTime: properties.setPeriodToTimeRange === true && view !== 'timeSeries',
    fullPrecision: properties.singleValueFullPrecision === true,
    legend: oneOf(recordOf(properties.legend)?.position, ['right', 'hidden'] as const) ?? 'bottom',
    axes: { left: axisOf(axes.left), right: axisOf(axes.right) },
    levels: levelsOf(marks.horizontal),
    moments: momentsOf(marks.vertical),
    ...(view === 'table' ? { columns: columnsOf(recordOf(properties.table) ?? {}) } : {}),
    notes: [
      ...(alarm === undefined ? [] : ['its alarms are not drawn beside its metrics']),
      ...(WITHOUT_LEVELS.has(view) && (listOf(marks.horizontal) ?? []).length > 0
        ? ['its annotations are not drawn']
        : []),
      ...(view === 'singleValue' && properties.trend === true ? ['its trend is not drawn'] : []),
    ],
  };
}

/** Views in which annotations are not drawn. */
const WITHOUT_LEVELS: ReadonlySet<View> = new Set(['singleValue', 'bar', 'pie']);

/** All summaries where none are stated, and the series unless it is left out. */
function columnsOf({ summaryColumns, showTimeSeriesData }: Json): Column[] {
  const wanted = listOf(summaryColumns);
  return COLUMNS.filter((column) =>
    column === 'LAST' ? showTimeSeriesData !== false : (wanted?.includes(column) ?? true),
  );
}

function axisOf(axis: unknown): Axis {
  const { min, max, label } = recordOf(axis) ?? {};
  return { ...given('min', numberOf(min)), ...given('max', numberOf(max)), ...given('label', textOf(label)) };
}

const STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

function alarmsWidget({ alarms, sortBy, states }: Json): WidgetContent {
  const wanted = listOf(states)?.flatMap((state) => oneOf(state, STATES) ?? []);
  return {
    kind: 'alarms',
    alarms: (listOf(alarms) ?? []).flatMap((alarm) => textOf(alarm) ?? []),
    sortBy: oneOf(sortBy, ['stateUpdatedTimestamp', 'timestamp'] as const) ?? 'default',
    ...(wanted && wanted.length > 0 ? { states: wanted } : {}),
  };
}
