import { hostname } from 'node:os';
import { workerName } from '../../contract/names';
import type { MetricSink } from '../metrics/metric-sink';
import { noticeOnce } from '../notice';
import { systemOf } from '../system';
import { keyValues } from './any-value';
import { lazy } from './lazy';
import { MetricEncoder } from './metric-data';
import { resourceAttributes } from './otlp-resource';
import { otlpSender } from './otlp-sender';
import { type MetricsTarget, otlpInterval, otlpSettings, otlpTemporality } from './otlp-settings';
import { type Messaging, processMetrics } from './standard-metrics';

export interface OtlpSinkProps extends MetricsTarget {
  readonly realm: string;
  readonly worker: string;
  /** Name of the job system. @default the variable TILTMETER_SYSTEM, else 'lava' */
  readonly system?: string;
  /** @default <system>-<realm>-<worker> */
  readonly tag?: string;
  /** @default the host's name */
  readonly host?: string;
  /** What messages come from: RunTime is then also `messaging.process.duration`. @default not known, and not told */
  readonly messaging?: Messaging;
  /** Whether the process's memory and CPU time are told under their standard names. @default true */
  readonly process?: boolean;
}

/**
 * Metrics to a collector, or to whatever takes OTLP over HTTP. An export that fails is sent again; data points that are lost
 * are counted and said.
 * @throws OptionsError
 */
export function otlpSink(props: OtlpSinkProps): MetricSink {
  const settings = otlpSettings('metrics', props);
  const { realm, worker, host = hostname() } = props;
  const tag = props.tag ?? workerName(realm, worker, systemOf(props.system));
  const temporality = props.temporality ?? otlpTemporality();
  const every = props.every ?? otlpInterval() ?? 60;
  const name = `OTLP at ${settings.name}`;
  if (settings.disabled) return { name, every: 0 };
  const identity = { realm, worker, host, tag, pid: process.pid };
  const resource = keyValues(resourceAttributes(identity, settings.resource));
  const start = Date.now();
  const encoder = new MetricEncoder(
    temporality,
    start,
    props.messaging,
    settings.aws && lazy.awsLimits().MAX_POINTS,
  );
  const own = props.process === false ? () => [] : processMetrics(temporality, start);
  const sender = otlpSender(settings, {
    envelope: [
      `{"resourceMetrics":[{"resource":{"attributes":[${resource}]},"scopeMetrics":[{"scope":{"name":"tiltmeter"},"metrics":[`,
      ']}]}]}',
    ],
    what: 'data points',
    spill: () =>
      noticeOnce(`unsent ${name}`, `the process ends before the last data points could be sent to ${name}`),
  });
  return {
    name,
    every,
    flush(all, now) {
      for (const { text, points } of [...encoder.encode(all, now), ...own(now)]) sender.push(text, points);
      sender.flush();
    },
    close: sender.close,
  };
}
