import type { MetricStore } from './metric-store';
import type { Model } from './model';
import type { Notices } from './notices';
import type { LogSignal } from './signal';

export interface LogIntakeSettings {
  /** When the metric filters were created. */
  readonly start: number;
  /** Milliseconds from a record's time to the visibility of its metrics, where the signal does not say. */
  readonly delay: number;
}

/** Log groups: turns records into metric data, by metric filters and by the embedded metric format. */
export class LogIntake {
  private readonly groups: ReadonlySet<string>;

  constructor(
    model: Model,
    readonly settings: LogIntakeSettings,
    readonly store: MetricStore,
    readonly notices: Notices,
  ) {
    this.groups = new Set(model.logGroups.map(({ logGroupName }) => logGroupName));
  }

  /** Throws RangeError for a log group that the model does not have. */
  put(signal: LogSignal): void {
    if (!this.groups.has(signal.logGroupName)) {
      throw new RangeError(`log group '${signal.logGroupName}' is not in the model`);
    }
  }
}
