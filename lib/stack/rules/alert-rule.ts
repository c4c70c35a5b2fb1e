/** One alert rule, in the query language of one data source. Loki, Prometheus and Grafana each get it written. */
export interface AlertRule {
  readonly name: string;
  readonly source: RuleSource;
  /** Returns a series, of a value above 0, for whatever is wrong, and nothing in good health. */
  readonly query: string;
  readonly forSeconds: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<'title' | 'description' | 'impact' | 'action', string>>;
}

/** A query whose values Prometheus keeps under a name of its own, for alerts and dashboards. */
export interface RecordingRule {
  readonly record: string;
  readonly query: string;
  readonly labels: Readonly<Record<string, string>>;
}

export type RuleSource = 'loki' | 'prometheus';
