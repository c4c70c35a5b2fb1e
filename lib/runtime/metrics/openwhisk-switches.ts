import { hostname } from 'node:os';
import { OptionsError } from '../options-error';
import { switchValue } from '../switch-value';
import { systemOf } from '../system';
import { readStatsdAddress, STATSD_PORT } from './statsd-address';
import type { StatsdNaming } from './statsd-name';
import type { TransactionProps } from './transaction';

/** OpenWhisk's metric switches by their environment variables, which map one to one. */
export interface OpenWhiskSwitches
  extends Required<Pick<TransactionProps, 'metricsLog' | 'metricsKamon' | 'metricsKamonTags'>> {
  /** Where METRICS_KAMON sends counters and histograms, and under which names: METRICS_KAMON_STATSD_*. */
  readonly statsd: StatsdNaming & { readonly address: string; readonly port: number };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws OptionsError for what can be no host, no port, no switch or no choice; whether a host has an address is seen later. */
export function openWhiskSwitches(
  env: Environment,
  system: string = systemOf(undefined, env),
): OpenWhiskSwitches {
  return {
    metricsLog: switched(env, 'METRICS_LOG', true),
    metricsKamon: switched(env, 'METRICS_KAMON', false),
    metricsKamonTags: switched(env, 'METRICS_KAMON_TAGS', false),
    statsd: { ...statsdAddress(env), ...statsdNaming(env), system },
  };
}

// --- internal ---

const switched = (env: Environment, name: string, otherwise: boolean): boolean =>
  switchValue(name, env[name], otherwise);

function statsdAddress(env: Environment): { address: string; port: number } {
  const given = env.METRICS_KAMON_STATSD_PORT || String(STATSD_PORT);
  const port = Number(given);
  if (!/^\d{1,5}$/.test(given) || port < 1 || port > 65_535) {
    throw new OptionsError(
      `bad METRICS_KAMON_STATSD_PORT '${given}': give a whole number from 1 to 65535, e.g. 8125`,
    );
  }
  const text = env.METRICS_KAMON_STATSD_HOST || 'localhost';
  const address = readStatsdAddress(text, port);
  if (address === undefined) {
    throw new OptionsError(
      `bad METRICS_KAMON_STATSD_HOST '${text}': give a host name or an address, e.g. statsd.internal, 10.0.0.9, ::1 or [::1]:8125`,
    );
  }
  return { address: address.host === 'localhost' ? '127.0.0.1' : address.host, port: address.port };
}

/** Kamon puts the host into each key unless it is told not to. */
function statsdNaming(env: Environment): StatsdNaming {
  const prefix = env.METRICS_KAMON_STATSD_PREFIX;
  return {
    ...(prefix ? { prefix } : {}),
    ...(switched(env, 'METRICS_KAMON_STATSD_HOSTNAME', true) ? { host: hostname() } : {}),
    names: choice(env, 'METRICS_KAMON_STATSD_NAMES', ['received', 'documented']),
    dialect: choice(env, 'METRICS_KAMON_STATSD_DIALECT', ['plain', 'dogstatsd']),
  };
}

/** The first is the default. */
function choice<const T extends string>(env: Environment, name: string, allowed: readonly [T, ...T[]]): T {
  const given = env[name] || allowed[0];
  const found = allowed.find((one) => one === given);
  if (found === undefined)
    throw new OptionsError(`bad ${name} '${given}': allowed are ${allowed.join(', ')}`);
  return found;
}
