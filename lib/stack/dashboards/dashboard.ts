import {
  type Dashboard,
  DashboardBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
  IntervalVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DATA_SOURCES, type DataSourceName } from '../grafana/data-sources';
import type { StackFile } from '../stack-options';
import { type PanelSpec, panelOf } from './panel';

export interface DashboardSpec {
  /** Also the name of its file. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** @default 'now-3h' */
  readonly from?: string;
  readonly variables?: readonly VariableSpec[];
  /** Other dashboards, which take its time range and variables. */
  readonly links?: readonly DashboardLink[];
  readonly panels: readonly PanelSpec[];
}

export interface DashboardLink {
  readonly title: string;
  readonly uid: string;
}

/** A choice at the top of a dashboard: the values of a label, a text, or an interval. */
export type VariableSpec =
  | {
      readonly name: string;
      readonly source: DataSourceName;
      readonly query: string | Record<string, unknown>;
      /** What "All" matches. @default '.*', also what has no such label */
      readonly all?: string;
    }
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly intervals: string };

/** The classic JSON model, which every Grafana from 10 on and Amazon Managed Grafana read. */
export function dashboardFile(spec: DashboardSpec): StackFile {
  return {
    path: `grafana/dashboards/${spec.uid}.json`,
    text: `${JSON.stringify(dashboardOf(spec), null, 2)}\n`,
  };
}

// --- internal ---

function dashboardOf({
  uid,
  title,
  description,
  tags,
  from = 'now-3h',
  variables = [],
  links = [],
  panels,
}: DashboardSpec): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['tiltmeter', ...tags])
    .time({ from, to: 'now' })
    .timezone('browser')
    .refresh('1m')
    .editable();
  for (const variable of variables) builder.withVariable(variableOf(variable));
  for (const { title: text, uid: target } of links) {
    builder.link(
      new DashboardLinkBuilder(text)
        .type(DashboardLinkType.Link)
        .url(`/d/${target}`)
        .keepTime(true)
        .includeVars(true),
    );
  }
  panels.forEach((panel, n) => {
    const built = panelOf(panel).build();
    built.id = n + 1;
    builder.withPanel({ build: () => built });
  });
  return builder.build();
}

function variableOf(variable: VariableSpec) {
  const { name } = variable;
  if ('text' in variable) return new TextBoxVariableBuilder(name).defaultValue(variable.text);
  if ('intervals' in variable) return new IntervalVariableBuilder(name).values(variable.intervals);
  return new QueryVariableBuilder(name)
    .datasource(DATA_SOURCES[variable.source])
    .query(variable.query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .includeAll(true)
    .allValue(variable.all ?? '.*')
    .multi(true)
    .current({ text: 'All', value: '$__all' });
}
