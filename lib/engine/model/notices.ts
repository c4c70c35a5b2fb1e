import type { Notice } from './outcome';

/** Every code of a notice, with what it means. */
export const NOTICE_CODES = {
  'metric-refused': 'PutMetricData refuses the datum',
  'timestamp-refused': 'a datum more than two hours ahead or more than two weeks old is refused',
  'mixed-units':
    'a metric has several units and an alarm on it names none: it takes one, and CloudWatch leaves open which',
  'auto-scaling-repeat': 'CloudWatch repeats Auto Scaling actions every minute; they are listed once',
  'log-before-start': 'a log record from before the simulation: its metric filters did not exist yet',
  'late-record': 'a log record that is hours old when it comes: when its metrics show is not known',
  'metric-filter': 'a metric filter matched but published nothing',
  'filter-cardinality':
    'a metric filter has more than 1,000 distinct dimensions in an hour: CloudWatch may disable it',
  'alarm-cycle': 'composite alarms depend on one another in a circle: CloudWatch stops evaluating them',
  emf: 'an embedded-metric-format document was refused',
} as const;

export type NoticeCode = keyof typeof NOTICE_CODES;

/** Collects notices; what concerns a thing rather than one datum is said once. */
export class Notices {
  private readonly said = new Set<string>();
  private pending: Notice[] = [];

  add(at: number, code: NoticeCode, message: string): void {
    this.pending.push({ at, code, message });
  }

  /** Like `add`, but only the first time for this message. */
  once(at: number, code: NoticeCode, message: string): void {
    if (this.said.has(message)) return;
    this.said.add(message);
    this.add(at, code, message);
  }

  /** Everything since the last call, by time, then text. */
  take(): Notice[] {
    const taken = this.pending;
    this.pending = [];
    return taken.sort((a, b) => a.at - b.at || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
  }
}
