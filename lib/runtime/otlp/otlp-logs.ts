import type { OwnDestination } from '../sink/destination';
import { otlpFormat } from './otlp-format';
import { otlpLogSink } from './otlp-log-sink';
import type { OtlpTarget } from './otlp-settings';

/** A logger's destination that takes LogRecords. */
export interface OtlpDestination extends OwnDestination {
  readonly otlp: OtlpTarget;
}

/** Records by OTLP over HTTP: what is left out of the target is taken from OpenTelemetry's environment variables. */
export const otlpLogs = (target: OtlpTarget = {}): OtlpDestination => ({
  otlp: target,
  format: otlpFormat,
  open: (identity, maxRecordBytes) => otlpLogSink(target, identity, maxRecordBytes),
});
