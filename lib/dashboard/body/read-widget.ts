import type { AlarmState } from '../../engine/model';
import { COLUMNS, type Column, VIEWS, type View, type WidgetContent } from '../dashboard';
import { levelsOf, momentsOf } from './annotations';
import { axesOf } from './axes';
import { elsewhere, type Home } from './home';
import { metricLines } from './metric-lines';
import { isUnknown, type Json, listOf, oneOf, recordOf, textOf } from './values';

export function readWidget(type: unknown, declared: unknown, home: Home): WidgetContent {
  if (isUnknown(declared)) return omitted('its properties are not known');
  const properties = recordOf(declared) ?? {};
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
  const { metrics, insightRule, annotations, period, stat } = properties;
  const away = elsewhere(properties, home);
  if (insightRule !== undefined)
    return omitted('it is of Contributor Insights, and its rules are not played');
  const marks = recordOf(annotations) ?? {};
  const [alarm] = listOf(marks.alarms) ?? [];
  if (away) return omitted(away);
  const lines = listOf(metrics) ?? [];
  if (lines.length === 0 && alarm !== undefined) return { kind: 'alarm', alarm: textOf(alarm) ?? '' };
  if (isUnknown(metrics)) return omitted('its metrics are not known');
  if (lines.length === 0) return omitted('it has no metrics');
  if (!lines.some(Array.isArray) && !lines.some(isUnknown)) {
    return omitted(
      `its metrics are ${JSON.stringify(lines)}, allowed: an array of arrays, one for each metric`,
    );
  }
  const wanted = oneOf(properties.view ?? 'timeSeries', VIEWS);
  if (!wanted) {
    return omitted(
      isUnknown(properties.view)
        ? 'its view is not known'
        : `its view is ${JSON.stringify(properties.view)}, allowed: ${VIEWS.join(', ')}`,
    );
  }
  const { axes, notes, isGauge } = axesOf(properties.yAxis, wanted === 'gauge');
  const view = wanted === 'gauge' && !isGauge ? 'singleValue' : wanted;
  const levels = levelsOf(marks.horizontal);
  const moments = momentsOf(marks.vertical);
  return {
    kind: 'graph',
    view,
    lines: metricLines(lines, { home, period, stat }),
    stacked: properties.stacked === true && view === 'timeSeries',
    sparkline: properties.sparkline === true,
    wholeTime: properties.setPeriodToTimeRange === true && view !== 'timeSeries',
    fullPrecision: properties.singleValueFullPrecision === true,
    legend: oneOf(recordOf(properties.legend)?.position, ['right', 'hidden'] as const) ?? 'bottom',
    axes,
    levels: levels.known,
    moments: moments.known,
    ...(view === 'table' ? { columns: columnsOf(recordOf(properties.table) ?? {}) } : {}),
    notes: [
      ...(alarm === undefined ? [] : ['its alarms are not drawn beside its metrics']),
      ...(WITHOUT_LEVELS.has(view) && (listOf(marks.horizontal) ?? []).length > 0
        ? ['its annotations are not drawn']
        : []),
      ...(view === 'singleValue' && properties.trend === true ? ['its trend is not drawn'] : []),
      ...FLAGS.filter((flag) => isUnknown(properties[flag])).map((flag) => `its ${flag} is not known`),
      ...notes,
      ...levels.notes,
      ...moments.notes,
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

/** What has a default, which is drawn where the value is not known. */
const FLAGS = [
  'stacked',
  'sparkline',
  'setPeriodToTimeRange',
  'singleValueFullPrecision',
  'yAxis',
  'annotations',
] as const;

const STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

function alarmsWidget({ alarms, sortBy, states }: Json): WidgetContent {
  if (isUnknown(alarms)) return omitted('its alarms are not known');
  const wanted = listOf(states)?.flatMap((state) => oneOf(state, STATES) ?? []);
  return {
    kind: 'alarms',
    alarms: (listOf(alarms) ?? []).flatMap((alarm) => textOf(alarm) ?? []),
    sortBy: oneOf(sortBy, ['stateUpdatedTimestamp', 'timestamp'] as const) ?? 'default',
    ...(wanted && wanted.length > 0 ? { states: wanted } : {}),
  };
}
