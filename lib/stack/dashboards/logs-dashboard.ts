import type { StackLevel } from '../stack-level';
import type { DashboardSpec } from './dashboard';
import type { PanelSpec } from './panel';
import { logql, logqlNow } from './queries';

/** Oakestra's log dashboard, under its uid: what is written, by whom, how much of it matches a pattern. */
export function logsDashboard({ lokiName, components }: StackLevel): DashboardSpec {
  return {
    uid: 'fRIvzUZM8',
    title: `Logs (${lokiName})`,
    description: 'Records by level, service and stream, a pattern of your own, and the services one by one.',
    tags: ['logs', 'loki'],
    variables: [
      { name: 'searchable_pattern', text: 'error' },
      // Loki refuses a selector in which everything may be empty; every line has a service, not every one a job
      { name: 'service', source: 'loki', query: labelValues('service'), all: '.+' },
      { name: 'infrastructure', source: 'loki', query: labelValues('job') },
    ],
    panels: [
      now('Lines', `sum(count_over_time(${STREAMS} [$__range]))`),
      now('Errors', `sum(count_over_time(${ERRORS} [$__range]))`),
      now('Matches', `sum(count_over_time(${MATCHES} [$__range]))`),
      now('Services', `count(sum by (service) (count_over_time(${STREAMS} [$__range])))`),
      share(
        'pie',
        'stderr and stdout',
        `sum by (logstream) (count_over_time(${STREAMS} [$__range]))`,
        '{{logstream}}',
      ),
      share(
        'donut',
        'Matches, by service',
        `sum by (service) (count_over_time(${MATCHES} [$__range]))`,
        '{{service}}',
      ),
      {
        kind: 'gauge',
        title: 'Share of lines that match',
        source: 'loki',
        unit: 'percentunit',
        min: 0,
        max: 1,
        targets: [
          logqlNow(
            `sum(count_over_time(${MATCHES} [$__range])) / sum(count_over_time(${STREAMS} [$__range]))`,
          ),
        ],
      },
      history('Lines, by level', `sum by (level) (count_over_time(${STREAMS} [$__auto]))`, '{{level}}'),
      history('Matches over time', `sum by (service) (count_over_time(${MATCHES} [$__auto]))`, '{{service}}'),
      { kind: 'alerts', title: 'Alerts', source: 'loki', targets: [], width: 24, height: 6 },
      lines('Matches', MATCHES, 24),
      ...components.map((component) => lines(component, `{container_name="${component}"}`, 12)),
    ],
  };
}

// --- internal ---

const STREAMS = '{service=~"$service", job=~"$infrastructure"}';
const ERRORS = '{service=~"$service", job=~"$infrastructure", level=~"ERROR|CRITICAL"}';
const MATCHES = `${STREAMS} |~ \`(?i)$searchable_pattern\``;

/** The Loki data source's query for the values of a label. */
const labelValues = (label: string) => ({
  label,
  refId: 'LokiVariableQueryEditor-VariableQuery',
  stream: '',
  type: 1,
});

const now = (title: string, expr: string): PanelSpec => ({
  kind: 'stat',
  title,
  source: 'loki',
  targets: [logqlNow(expr)],
  width: 6,
  height: 4,
});

const share = (kind: 'pie' | 'donut', title: string, expr: string, legend: string): PanelSpec => ({
  kind,
  title,
  source: 'loki',
  targets: [logqlNow(expr, legend)],
});

const history = (title: string, expr: string, legend: string): PanelSpec => ({
  kind: 'bars',
  title,
  source: 'loki',
  targets: [logql(expr, legend)],
  width: 12,
  min: 0,
});

const lines = (title: string, expr: string, width: number): PanelSpec => ({
  kind: 'logs',
  title,
  source: 'loki',
  targets: [logql(expr)],
  width,
});
