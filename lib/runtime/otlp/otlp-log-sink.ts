import type { RecordIdentity } from '../logger/format';
import { noticeOnce } from '../notice';
import type { Sink } from '../sink/sink';
import { spillToStderr } from '../sink/spill-to-stderr';
import { keyValues } from './any-value';
import { type ResourceAttributes, resourceAttributes } from './otlp-resource';
import { otlpSender } from './otlp-sender';
import { type OtlpTarget, otlpSettings } from './otlp-settings';

/**
 * Records to a collector, or to whatever takes OTLP over HTTP. Lines are LogRecords, as otlpFormat writes them. What cannot
 * be sent before the process ends comes out on stderr, a record a line.
 * @throws OptionsError
 */
export function otlpLogSink(target: OtlpTarget, identity: RecordIdentity, maxRecordBytes: number): Sink {
  const settings = otlpSettings('logs', target);
  if (settings.disabled) return disabledSink(maxRecordBytes);
  const toStderr = spillToStderr();
  const sender = otlpSender(settings, {
    envelope: logsEnvelope(resourceAttributes(identity, settings.resource)),
    what: 'records',
    spill: toStderr,
  });
  return {
    write: sender.append,
    flush: sender.flush,
    drain: sender.drain,
    reopen() {},
    close: sender.close,
    dropped: sender.dropped,
    maxRecordBytes,
  };
}

/** What stands around the LogRecords of a request: the resource, and the scope. */
export function logsEnvelope(attributes: ResourceAttributes): readonly [head: string, tail: string] {
  const resource = keyValues(attributes);
  const scope = '"scopeLogs":[{"scope":{"name":"tiltmeter"},"logRecords":[';
  return [`{"resourceLogs":[{"resource":{"attributes":[${resource}]},${scope}`, ']}]}]}'];
}

/** For OTEL_SDK_DISABLED, which says so once. */
export function disabledSink(maxRecordBytes: number): Sink {
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
