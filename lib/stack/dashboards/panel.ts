import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import {
  BigValueColorMode,
  LegendDisplayMode,
  LegendPlacement,
  LogsSortOrder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common';
import { type Panel, PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as GaugeBuilder } from '@grafana/grafana-foundation-sdk/gauge';
import { PanelBuilder as LogsBuilder } from '@grafana/grafana-foundation-sdk/logs';
import {
  PanelBuilder as PieBuilder,
  PieChartLegendOptionsBuilder,
  PieChartLegendValues,
  PieChartType,
} from '@grafana/grafana-foundation-sdk/piechart';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { DATA_SOURCES, type DataSourceName } from '../grafana/data-sources';

/** One panel as data; a dashboard is a list of them, and every 24 columns begin a new row. */
export interface PanelSpec {
  readonly kind: PanelKind;
  readonly title: string;
  readonly source: DataSourceName;
  readonly targets: readonly Target[];
  readonly description?: string;
  /** Columns of 24. @default 8 */
  readonly width?: number;
  /** @default 8 */
  readonly height?: number;
  /** Grafana's name of it, such as `s` or `percentunit`. */
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** How far back it looks, whatever the dashboard shows: `28d`. @default as the dashboard */
  readonly timeFrom?: string;
  /** From the cells of a table to another dashboard. */
  readonly links?: readonly CellLink[];
}

export interface CellLink {
  /** The column. */
  readonly field: string;
  readonly title: string;
  /** Of the dashboard. */
  readonly uid: string;
  /** Variables of the dashboard that take the row's value in the column of the same name. */
  readonly variables: readonly string[];
}

export type PanelKind =
  | 'timeseries'
  | 'bars'
  | 'stat'
  | 'gauge'
  | 'donut'
  | 'pie'
  | 'table'
  | 'logs'
  | 'alerts';

/** A query without what every query needs besides, which panelOf adds. */
export type Target = Builder<Dataquery> & {
  refId(refId: string): unknown;
  datasource(datasource: { type: string; uid: string }): unknown;
};

/** The SDK writes no data source unless told, and Grafana then takes the default one: always the wrong one. */
export function panelOf(spec: PanelSpec): Builder<Panel> {
  const {
    kind,
    title,
    source,
    targets,
    description,
    width = 8,
    height = 8,
    unit,
    min,
    max,
    timeFrom,
    links = [],
  } = spec;
  const datasource = DATA_SOURCES[source];
  const builder = KINDS[kind]().title(title).datasource(datasource).span(width).height(height);
  targets.forEach((target, n) => {
    target.refId(letters(n));
    target.datasource(datasource);
    builder.withTarget(target);
  });
  if (description !== undefined) builder.description(description);
  if (unit !== undefined) builder.unit?.(unit);
  if (min !== undefined) builder.min?.(min);
  if (max !== undefined) builder.max?.(max);
  if (timeFrom !== undefined) builder.timeFrom?.(timeFrom);
  for (const link of links) builder.overrideByName?.(link.field, [{ id: 'links', value: [dataLink(link)] }]);
  return builder;
}

// --- internal ---

function dataLink({ title, uid, variables }: CellLink) {
  const values = variables.map((name) => `var-${name}=\${__data.fields.${name}:percentencode}`);
  return { title, url: `/d/${uid}?${values.join('&')}&\${__url_time_range}` };
}

/** A, B … Z, AA, AB … */
const letters = (n: number): string =>
  (n < 26 ? '' : letters(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26));

/** What the SDK's builders have in common, which has no type there. */
interface AnyPanelBuilder extends Builder<Panel> {
  title(title: string): this;
  description(text: string): this;
  datasource(datasource: { type: string; uid: string }): this;
  span(width: number): this;
  height(height: number): this;
  withTarget(target: Builder<Dataquery>): this;
  unit?(unit: string): this;
  min?(min: number): this;
  max?(max: number): this;
  timeFrom?(timeFrom: string): this;
  overrideByName?(name: string, properties: { id: string; value: unknown }[]): this;
}

const KINDS: Readonly<Record<PanelKind, () => AnyPanelBuilder>> = {
  timeseries: () => lines(),
  bars: () =>
    lines()
      .drawStyle(common.GraphDrawStyle.Bars)
      .fillOpacity(80)
      .stacking(new common.StackingConfigBuilder().mode(StackingMode.Normal)),
  stat: () => new StatBuilder().colorMode(BigValueColorMode.Value).reduceOptions(last()),
  gauge: () => new GaugeBuilder().reduceOptions(last()),
  donut: () => pie(PieChartType.Donut),
  pie: () => pie(PieChartType.Pie),
  table: () => new TableBuilder(),
  logs: () =>
    new LogsBuilder()
      .showTime(true)
      .wrapLogMessage(true)
      .enableLogDetails(true)
      .sortOrder(LogsSortOrder.Descending),
  // the SDK has no builder for it
  alerts: () =>
    new PanelBuilder().type('alertlist').options({
      viewMode: 'list',
      groupMode: 'default',
      maxItems: 20,
      sortOrder: 3,
      dashboardAlerts: false,
      stateFilter: { firing: true, pending: true, noData: false, normal: false, error: true },
    }) as unknown as AnyPanelBuilder,
};

const lines = () =>
  new TimeseriesBuilder()
    .showPoints(VisibilityMode.Auto)
    .fillOpacity(10)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));

const pie = (type: PieChartType) =>
  new PieBuilder()
    .pieType(type)
    .reduceOptions(last())
    .legend(
      new PieChartLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .values([PieChartLegendValues.Percent]),
    );

const last = () => new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']);
