import { LEVELS, type Level } from '../../contract/records';

/**
 * The level that a line of text begins with: `ERROR:root:…` as Python's logging writes it by default, or in capitals
 * after a time, where Python, Java and most others have it: `2026-01-05 09:00:00,123 - app - ERROR - …`,
 * `09:00:00.123 [main] WARN c.acme.Load - …`. Undefined where it has none.
 */
export function levelOfLine(line: string): Level | undefined {
  const [, name] = BY_TIME.exec(line.slice(0, MAX_HEAD)) ?? BY_PYTHON.exec(line) ?? [];
  return levelByName(name);
}

/** A level by any of the names that loggers give it. */
export function levelByName(name: string | undefined): Level | undefined {
  const upper = name?.toUpperCase();
  return LEVELS.find((level) => level === upper) ?? ALIASES.get(upper ?? '');
}

// --- internal ---

const MAX_HEAD = 200;

const ALIASES: ReadonlyMap<string, Level> = new Map([
  ['WARN', 'WARNING'],
  ['ERR', 'ERROR'],
  ['SEVERE', 'ERROR'],
  ['FATAL', 'CRITICAL'],
  ['TRACE', 'DEBUG'],
]);

const NAMES = [...LEVELS, ...ALIASES.keys()].join('|');
const BY_PYTHON = new RegExp(`^(${NAMES}):[\\w.]+:`);
/** A time in digits, at most three words (logger, thread, dashes), and the level. */
const BY_TIME = new RegExp(
  `^\\[?\\d+[-/:.]\\d+[-/:.]\\d[\\w:.,+/-]*(?: \\d[\\d:.,+Z-]*)?\\]?(?: +(?:\\[[^\\]]*\\]|[^ ]+)){0,4}? +\\[?(${NAMES})\\b`,
);
