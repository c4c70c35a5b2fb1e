import { LEVELS, type Level } from '../../contract/records';

/**
 * The level that a line of text begins with, undefined where it has none: a word in front (`ERROR:root:…`, `[ERROR] …`,
 * `error: …`), in capitals or brackets after a time, where Python, Java and most others have it
 * (`2026-01-05 09:00:00,123 - app - ERROR - …`, `2026/01/05 09:00:00 [error] …`), a member of logfmt
 * (`time=… level=error msg=…`), the letter of glog and its kin (`E0105 09:00:00`, `[E2026-01-05 …`, `E, [2026-…`), the
 * number that systemd and syslog take (`<3>…`), and what npm, .NET, PHP, make and a Rust panic begin with. Colours do
 * not count.
 */
export function levelOfLine(line: string): Level | undefined {
  const head = line.slice(0, MAX_HEAD).replace(COLOUR, '');
  const [, name = ''] = PATTERNS.map((pattern) => pattern.exec(head)).find((match) => match !== null) ?? [];
  return levelByName(name) ?? OWN_NAMES.get(name) ?? PRIORITIES[Number.parseInt(name, 10) % 8];
}

/** A level by any of the names that loggers give it. */
export function levelByName(name: string | undefined): Level | undefined {
  const upper = name?.toUpperCase();
  return LEVELS.find((level) => level === upper) ?? ALIASES.get(upper ?? '');
}

// --- internal ---

const MAX_HEAD = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with one
const COLOUR = /\u001b\[[\d;]*m/g;

const ALIASES: ReadonlyMap<string, Level> = new Map([
  ['WARN', 'WARNING'],
  ['ERR', 'ERROR'],
  ['SEVERE', 'ERROR'],
  ['FATAL', 'CRITICAL'],
  ['TRACE', 'DEBUG'],
]);

/** What only some programs call a level: glog's letters, npm, .NET, PHP; a crash is an error. */
const OWN_NAMES: ReadonlyMap<string, Level> = new Map([
  ['trce', 'DEBUG'],
  ['dbug', 'DEBUG'],
  ['fail', 'ERROR'],
  ['crit', 'CRITICAL'],
  ['ERR!', 'ERROR'],
  ['Fatal error', 'CRITICAL'],
  ['Parse error', 'ERROR'],
  ['Unhandled exception', 'ERROR'],
  ['Unhandled Exception', 'ERROR'],
  ['panicked', 'ERROR'],
  ['***', 'ERROR'],
  ['D', 'DEBUG'],
  ['I', 'INFO'],
  ['W', 'WARNING'],
  ['E', 'ERROR'],
  ['C', 'CRITICAL'],
  ['F', 'CRITICAL'],
]);

/** Syslog's severities, from emergency to debug; a priority may hold a facility, eight for each. */
const PRIORITIES: readonly Level[] = [
  'CRITICAL',
  'CRITICAL',
  'CRITICAL',
  'ERROR',
  'WARNING',
  'INFO',
  'INFO',
  'DEBUG',
];

const NAMES = [...LEVELS, ...ALIASES.keys()].join('|');
/** A time in digits. */
const TIME = '\\[?\\d+[-/:.]\\d+[-/:.]\\d[\\w:.,+/-]*(?: \\d[\\d:.,+Z-]*)?\\]?';

const PATTERNS: readonly RegExp[] = [
  // not `ERROR in the text`
  new RegExp(`^(${NAMES})(?=:|\\t| {2}| - | [[(]|$)`),
  // not `Trace: `, which is what console.trace writes
  /^(warn|warning|err|error|severe|fatal|critical): /i,
  new RegExp(`^\\[(${NAMES})\\]`, 'i'),
  // a time, at most four words (logger, thread, dashes), and the level
  new RegExp(`^${TIME}(?:[ \\t]+(?:\\[[^\\]]*\\]|[^ \\t]+)){0,4}?[ \\t]+\\[?(${NAMES})\\b`),
  new RegExp(`^${TIME} \\[(${NAMES})\\]`, 'i'),
  new RegExp(`^(?:[\\w.]+=(?:"[^"]*"|\\S+) +){0,4}(?:level|lvl|severity)="?(${NAMES})\\b`, 'i'),
  /^<(1?\d{1,2})>/,
  /^npm (error|ERR!|warn|WARN)(?= |$)/,
  /^(trce|dbug|info|warn|fail|crit): [\w.`+<>,-]+\[-?\d+\]$/,
  /^(Unhandled [eE]xception)[.:] /,
  /^thread '.*' (?:\(\d+\) )?(panicked) at /,
  /^(?:\[[^\]]*\] )?PHP (Fatal error|Parse error|Warning):/,
  /^make(?:\[\d+\])?: (\*\*\*) /,
  /^\[?([DIWECF])(?:\d{4}[- ]\d\d[:-]\d\d|, \[\d{4}-)/,
];
