import type { UserEventPresetName } from '../../contract';
import { allowedHosts } from '../../runtime/metrics/served-host';
import { readStatsdAddress, type StatsdAddress } from '../../runtime/metrics/statsd-address';
import { gotOther, meantDuration, parseDuration } from '../../text';
import { type Families, familiesOf, labelsOf } from '../../user-events/families';
import { UsageError } from '../usage-error';
import type { OptionValues } from '../verb';

/** What `serve` and `replay` have in common. */
export interface EventsOptions {
  readonly families: Families;
  readonly ignoredNamespaces: readonly string[];
  readonly maxSeries: number;
  readonly prefix: string | undefined;
  readonly namespace: string;
  readonly dimensions: readonly string[] | undefined;
}

/** @throws UsageError, UserEventsError for anything that cannot work. */
export function eventsOptions(values: OptionValues): EventsOptions {
  const preset = values.preset as UserEventPresetName;
  const families = familiesOf(preset, renames(list(values, 'rename')));
  return {
    families,
    ignoredNamespaces: list(values, 'ignore'),
    maxSeries: whole(values, 'max-series', 1, 10_000_000),
    prefix: text(values, 'prefix'),
    namespace: text(values, 'namespace')!,
    dimensions: dimensions(list(values, 'dimension'), families),
  };
}

export const text = (values: OptionValues, name: string): string | undefined =>
  values[name] as string | undefined;

export const list = (values: OptionValues, name: string): readonly string[] =>
  (values[name] ?? []) as readonly string[];

export function whole(values: OptionValues, name: string, min: number, max: number): number {
  const given = text(values, name)!;
  if (/^\d+$/.test(given) && Number(given) >= min && Number(given) <= max) return Number(given);
  throw new UsageError(`events: --${name}: got '${given}', allowed: a whole number from ${min} to ${max}`);
}

/** In ms. */
export function duration(values: OptionValues, name: string): number {
  const given = text(values, name)!;
  const seconds = parseDuration(given);
  if (seconds) return seconds * 1_000;
  throw new UsageError(
    `events: --${name}: got '${given}'${meantDuration(given)}, allowed: a duration such as 10s or 1d`,
  );
}

/** In lower case. */
export function hosts(values: OptionValues): string[] {
  try {
    return allowedHosts(list(values, 'allow-host'));
  } catch (error) {
    throw new UsageError(`events: --allow-host: ${(error as Error).message}`);
  }
}

export function address(values: OptionValues, name: string): StatsdAddress | undefined {
  const given = text(values, name);
  if (given === undefined) return undefined;
  const found = readStatsdAddress(given);
  if (found) return found;
  throw new UsageError(
    `events: --${name}: got '${given}', allowed: HOST[:PORT] such as statsd.internal:8125 or [::1]:8125`,
  );
}

// --- internal ---

function renames(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((one) => {
      const [, from, to] = /^([^=]+)=([^=]+)$/.exec(one) ?? [];
      if (from !== undefined && to !== undefined) return [from, to];
      throw new UsageError(`events: --rename: got '${one}', allowed: TAG=NAME such as namespace=owner`);
    }),
  );
}

function dimensions(given: readonly string[], families: Families): readonly string[] | undefined {
  if (given.length === 0) return undefined;
  const known = labelsOf(families);
  const unknown = given.find((one) => !known.includes(one));
  if (unknown === undefined) return given;
  throw new UsageError(`events: --dimension: ${gotOther(unknown, known)}`);
}
