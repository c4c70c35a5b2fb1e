import { OptionsError } from '../options-error';
import type { TransactionProps } from './transaction';

/** OpenWhisk's metric switches by their environment variables, which map one to one. */
export interface OpenWhiskSwitches
  extends Required<Pick<TransactionProps, 'metricsLog' | 'metricsKamon' | 'metricsKamonTags'>> {
  /** Where METRICS_KAMON sends counters and histograms: METRICS_KAMON_STATSD_HOST and _PORT. */
  readonly statsd: { readonly address: string; readonly port: number };
}

/** @throws OptionsError when the port is none; a host is refused when a sink is made for it. */
export function openWhiskSwitches(env: Readonly<Record<string, string | undefined>>): OpenWhiskSwitches {
  const host = env.METRICS_KAMON_STATSD_HOST || 'localhost';
  const port = env.METRICS_KAMON_STATSD_PORT || '8125';
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw new OptionsError(
      `bad METRICS_KAMON_STATSD_PORT '${port}': give a whole number from 1 to 65535, e.g. 8125`,
    );
  }
  return {
    metricsLog: !/^(0|false|no|off)$/i.test(env.METRICS_LOG ?? ''),
    metricsKamon: isOn(env.METRICS_KAMON),
    metricsKamonTags: isOn(env.METRICS_KAMON_TAGS),
    statsd: { address: host === 'localhost' ? '127.0.0.1' : host, port: Number(port) },
  };
}

// --- internal ---

const isOn = (value: string | undefined): boolean => /^(1|true|yes|on)$/i.test(value ?? '');
