import type { RecordIdentity } from '../logger/format';
import { noticeOnce } from '../notice';
import type { Sink } from '../sink/sink';
import { spillToStderr } from '../sink/spill-to-stderr';
import { keyValues } from './any-value';
import { type OtlpExporterProps, otlpExporter } from './otlp-exporter';
import { otlpHttp } from './otlp-http';
import { type OtlpTarget, otlpSettings, resourceAttributes } from './otlp-settings';

/**
 * Records to a collector, or to whatever takes OTLP over HTTP. Lines are LogRecords, as otlpFormat writes them. What cannot
 * be sent before the process ends comes out on stderr, a record a line.
 * @throws OptionsError
 */
export function otlpLogSink(
  target: OtlpTarget,
  identity: RecordIdentity,
  maxRecordBytes: number,
  limits: Partial<OtlpExporterProps> = {},
): Sink {
  const settings = otlpSettings('logs', target);
  if (settings.disabled) return disabled(maxRecordBytes);
  const resource = keyValues(resourceAttributes(identity, settings.resource));
  const toStderr = spillToStderr();
  const http = otlpHttp(settings);
  const exporter = otlpExporter({
    post: http.post,
    compression: settings.compression,
    envelope: [
      `{"resourceLogs":[{"resource":{"attributes":[${resource}]},"scopeLogs":[{"scope":{"name":"tiltmeter"},"logRecords":[`,
      ']}]}]}',
    ],
    what: 'records',
    name: settings.name,
    spill: ({ text }) => toStderr(text),
    ...limits,
  });
  return {
    write: (line) => exporter.push(line, 1),
    flush: exporter.flush,
    drain: exporter.drain,
    reopen() {},
    async close() {
      await exporter.close();
      http.close();
    },
    dropped: exporter.dropped,
    maxRecordBytes,
  };
}

// --- internal ---

function disabled(maxRecordBytes: number): Sink {
  noticeOnce('OTEL_SDK_DISABLED', 'OTEL_SDK_DISABLED is true: nothing is sent by OTLP, records are not kept');
  return {
    write() {},
    flush() {},
    drain: async () => {},
    reopen() {},
    close: async () => {},
    dropped: () => 0,
    maxRecordBytes,
  };
}
