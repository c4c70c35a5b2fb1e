import type { Logger } from '../logger/logger';
import type { MetricSink } from '../metrics/metric-sink';
import { lazy } from './lazy';
import type { WorkerOptions } from './worker-options';

/** Where the metrics of a worker go by its options. EMF goes where the log goes: it costs nothing when no metric is recorded. */
export function workerSinks(options: WorkerOptions, logger: Logger): MetricSink[] {
  const { config, destination } = options;
  const otlp = config.METRICS_OTLP ? [openOtlp(options)] : [];
  // with records by OTLP, too, whoever reads both would count everything twice
  if (otlp.length > 0 && typeof destination === 'object' && 'otlp' in destination) return otlp;
  const emf = lazy.emfSink().emfSink({
    write: logger.raw,
    maxBytes: logger.maxBytes,
    namespace: config.CW_NAMESPACE,
    every: config.CW_METRICS_PERIOD,
  });
  return [emf, ...otlp];
}

// --- internal ---

function openOtlp({ realm, worker, tag, queueUrl, config }: WorkerOptions): MetricSink {
  const destination = queueUrl?.split('/').at(-1) || undefined;
  return lazy.otlpSink().otlpSink({
    ...config.METRICS_OTLP,
    realm,
    worker,
    tag,
    messaging: queueUrl === undefined ? undefined : { system: 'aws_sqs', destination },
  });
}
