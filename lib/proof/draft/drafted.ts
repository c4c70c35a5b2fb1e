/** An incident that was written, and that holds in every reading. */
export interface DraftedIncident {
  /** What it is named after: an alarm, as incidents call it, or what its records are. */
  readonly name: string;
  readonly text: string;
  /** Alarms that it takes into ALARM and back, with an expectation. */
  readonly alarms: readonly string[];
  /** Metric filters that it has a record for. */
  readonly metricFilters: readonly string[];
}

/** What no incident could be written for, or not all of it. */
export interface DraftFinding {
  readonly kind: 'alarm' | 'filter' | 'route';
  readonly name: string;
  readonly message: string;
}
