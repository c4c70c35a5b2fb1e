import { availableParallelism } from 'node:os';
import { meantDuration, parseDuration } from '../../text';
import { UsageError } from '../usage-error';
import type { OptionValues } from '../verb';

export interface MutateOptions {
  /** Percent. */
  readonly minScore?: number;
  /** Milliseconds. */
  readonly budget?: number;
  readonly jobs: number;
  /** Globs of what is broken; all when empty. */
  readonly names: readonly string[];
  /** A revision of git. */
  readonly since?: string;
}

/** @throws {UsageError} for a number or a time that is none */
export function mutateOptions(values: OptionValues): MutateOptions {
  const minScore = numberOf('min-score', values, { min: 0, max: 100 });
  const jobs = numberOf('jobs', values, { min: 1, max: 64, isWhole: true });
  const budget = values.budget as string | undefined;
  const seconds = budget === undefined ? undefined : parseDuration(budget);
  if (budget !== undefined && !seconds) {
    throw new UsageError(
      `mutate: --budget: got '${budget}'${meantDuration(budget)}, allowed: a time such as 60s or 5m`,
    );
  }
  const since = values.since as string | undefined;
  return {
    ...(minScore === undefined ? {} : { minScore }),
    ...(seconds === undefined ? {} : { budget: seconds * 1000 }),
    ...(since === undefined ? {} : { since }),
    jobs: jobs ?? availableParallelism(),
    names: (values.alarm ?? []) as readonly string[],
  };
}

// --- internal ---

function numberOf(
  option: string,
  values: OptionValues,
  { min, max, isWhole = false }: { min: number; max: number; isWhole?: boolean },
): number | undefined {
  const text = values[option] as string | undefined;
  if (text === undefined) return undefined;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (number >= min && number <= max && (!isWhole || Number.isInteger(number))) return number;
  throw new UsageError(`mutate: --${option}: got '${text}', allowed: ${min} to ${max}`);
}
