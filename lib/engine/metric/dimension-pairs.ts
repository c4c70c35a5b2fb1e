import type { Dimensions } from '../model';

/**
 * The distinct dimension names and values of one metric filter within an hour. Beyond a thousand, CloudWatch
 * may disable the filter (API reference, MetricTransformation): its metrics stop, and with them the alarms.
 */
export class DimensionPairs {
  private hour = Number.NaN;
  private readonly seen = new Set<string>();

  /** Adds those of one datum; whether its hour (epoch milliseconds) has more than CloudWatch tolerates. */
  add(timestamp: number, dimensions: Dimensions): boolean {
    const hour = Math.floor(timestamp / HOUR);
    if (hour !== this.hour) this.seen.clear();
    this.hour = hour;
    for (const [name, value] of Object.entries(dimensions)) {
      // Beyond the limit nothing changes any more, so nothing more is kept.
      if (this.seen.size <= MOST_PAIRS) this.seen.add(`${name}\0${value}`);
    }
    return this.seen.size > MOST_PAIRS;
  }
}

// --- internal ---

const HOUR = 3_600_000;
const MOST_PAIRS = 1000;
