import { LEVELS, type Level } from '../../contract/records';
import { OptionsError } from '../options-error';

/** Position in LEVELS; records below a logger's own position are not written. */
export type LevelIndex = number;

export const [DEBUG, INFO, WARNING, ERROR, CRITICAL] = [0, 1, 2, 3, 4] as const;

/** A level in any case, as Lava's `--level` takes it. */
export type LevelName = Level | Lowercase<Level>;

/** @throws OptionsError when the name is no level. */
export function levelIndex(name: string): LevelIndex {
  const index = (LEVELS as readonly string[]).indexOf(name.toUpperCase());
  if (index === -1) {
    throw new OptionsError(`unknown level '${name}': allowed are ${LEVELS.join(', ').toLowerCase()}`);
  }
  return index;
}
