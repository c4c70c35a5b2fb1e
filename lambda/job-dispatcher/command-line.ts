import type { DispatchDialect } from '../../lib/contract';
import { assignPath } from '../../lib/text';
import type { JsonObject } from '../shared/json-value';
import { delayOf, rounded } from './delay';
import { splitWords } from './split-words';

export type ParsedLine = { readonly request: JsonObject } | { readonly problem: string };

/**
 * One line of Lava's text form as a request, or why it is none; undefined for a line without words:
 * `job_id [-w worker] [-d delay] [-p name=value …] [-g name=value …]`, quoted as in a shell. A dotted name makes an
 * object in an object: `-p db.host=x` is `{ db: { host: 'x' } }`. Options are as Python's argparse takes them: `-d 2m`,
 * `-d2m`, `--delay 2m`, `--delay=2m`, `--del 2m`.
 */
export function parseCommandLine(
  line: string,
  dialect: DispatchDialect = 'tiltmeter',
): ParsedLine | undefined {
  const words = splitWords(line, dialect);
  if (!words) return { problem: 'a quote is not closed' };
  if (words.length === 0) return undefined;
  const [job_id, ...rest] = words as [string, ...string[]];
  if (job_id.startsWith('-'))
    return {
      problem: `a line begins with the id of a job, got option ${job_id}; such an id can be sent as JSON`,
    };
  const request: Record<string, unknown> = { job_id };
  const options = OPTIONS.filter(({ short }) => dialect !== 'lava' || short !== '-w');
  while (rest.length > 0) {
    const read = readOption(rest, options);
    if ('problem' in read) return read;
    const { field, given, value } = read;
    if (field === 'parameters' || field === 'globals') {
      request[field] ??= Object.create(null);
      const problem = assignPath(request[field] as Record<string, unknown>, value);
      if (problem) return { problem: `option ${given}: ${problem}` };
    } else {
      request[field] = field === 'delay' ? lineDelay(value) : value;
    }
  }
  return { request };
}

// --- internal ---

interface Option {
  readonly short: string;
  readonly long: string;
  readonly field: string;
}

const OPTIONS: readonly Option[] = [
  { short: '-w', long: '--worker', field: 'worker' },
  { short: '-d', long: '--delay', field: 'delay' },
  { short: '-p', long: '--param', field: 'parameters' },
  { short: '-g', long: '--global', field: 'globals' },
];

type ReadOption =
  | { readonly field: string; readonly given: string; readonly value: string }
  | { readonly problem: string };

/** Takes an option and its value off the words. */
function readOption(words: string[], options: readonly Option[]): ReadOption {
  const { given, attached } = splitOption(words.shift()!);
  const option = options.find(
    ({ short, long }) => given === short || (given.length > 2 && long.startsWith(given)),
  );
  if (!option) {
    const allowed = options.map(({ short }) => short).join(', ');
    return { problem: `option ${given} is unknown; allowed: ${allowed}` };
  }
  const value = attached ?? (isOption(words[0]) ? undefined : words.shift());
  if (value === undefined) return { problem: `option ${given} needs a value` };
  return { field: option.field, given, value };
}

/** A long option may be cut short, and have its value after `=`; a short one right behind it. */
function splitOption(word: string): { readonly given: string; readonly attached?: string } {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=');
    return equals < 0 ? { given: word } : { given: word.slice(0, equals), attached: word.slice(equals + 1) };
  }
  if (!/^-[a-z]./.test(word)) return { given: word };
  return { given: word.slice(0, 2), attached: word.slice(word[2] === '=' ? 3 : 2) };
}

/** What begins with a dash is no value, unless it is a negative number or holds a blank. */
const isOption = (word: string | undefined): boolean =>
  word !== undefined && /^-[^ ]+$/.test(word) && !/^-\d+$|^-\d*\.\d+$/.test(word);

/** Rounded if it is a delay; the check of the request tells of what is none. */
function lineDelay(value: string): unknown {
  const seconds = delayOf(value);
  return seconds === undefined ? value : rounded(seconds);
}
