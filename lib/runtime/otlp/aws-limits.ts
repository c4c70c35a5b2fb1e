import { BATCH_LIMITS, EVENT_OVERHEAD } from '../cloudwatch/log-batch';
import { type BatchSize, batchOf, type Item } from '../sender/send-queue';
import type { AwsService } from './aws-target';

/**
 * Batches that CloudWatch takes, by the limits that it documents for its endpoints: 1 MiB and 10,000 records within 24 hours,
 * of which each counts with its resource and 26 bytes; 1 MB and 1,000 data points.
 * @param around Bytes around the items of a request: resource and scope.
 */
export const awsBatch = (service: AwsService, around: number): BatchSize<Item> =>
  service === 'logs' ? logBatch(around + EVENT_OVERHEAD) : batchOf(MAX_METRICS_BYTES - around, MAX_POINTS);

/** Data points that one request may have. */
export const MAX_POINTS = 1000;

// --- internal ---

/** CloudWatch says MB, and not which; a comma goes between two items. */
const MAX_METRICS_BYTES = 1_000_000 - MAX_POINTS;

const logBatch =
  (overhead: number): BatchSize<Item> =>
  (items) => {
    let bytes = 0;
    let earliest = Number.POSITIVE_INFINITY;
    let latest = Number.NEGATIVE_INFINITY;
    const end = items.findIndex((item, n) => {
      const time = timeOf(item.text);
      bytes += item.bytes + overhead;
      earliest = Math.min(earliest, time);
      latest = Math.max(latest, time);
      return (
        n === BATCH_LIMITS.events || bytes > BATCH_LIMITS.bytes || latest - earliest > BATCH_LIMITS.spanMs
      );
    });
    return end < 0 ? items.length : Math.max(1, end);
  };

/** Epoch ms of a LogRecord: each begins with its time. */
const timeOf = (record: string): number => Number(record.slice(TIME.length, TIME.length + 13));

const TIME = '{"timeUnixNano":"';
