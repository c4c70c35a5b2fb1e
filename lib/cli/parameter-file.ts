import { resolve } from 'node:path';
import { readAtMost } from '../text/read-at-most';
import { UsageError } from './usage-error';

/**
 * The values of a file of parameters, by `Name` or `Stack:Name`. Taken are what `aws cloudformation create-stack` takes
 * (`[{ "ParameterKey": …, "ParameterValue": … }]`), `aws cloudformation deploy` (`["Name=Value"]`, or the configuration
 * file of CodePipeline, `{ "Parameters": { … } }`), and what follows `--parameters` of `cdk deploy` (`Stack:Name=Value`,
 * a line each), or a plain `{ "Name": "Value" }`.
 *
 * @throws {UsageError} when the file is none of these
 */
export function readParameterFile(file: string, cwd: string): Record<string, unknown> {
  const text = textOf(file, cwd);
  const values = /^\s*[[{]/.test(text) ? fromJson(json(text, file)) : fromLines(text.split(/\r?\n/));
  if (values) return values;
  throw new UsageError(
    `--parameters: '${file}' is no file of parameters; allowed: JSON as the AWS CLI takes it, or lines of NAME=VALUE`,
  );
}

// --- internal ---

const MAX_BYTES = 4 * 1024 * 1024;

function textOf(file: string, cwd: string): string {
  try {
    const bytes = readAtMost(resolve(cwd, file), MAX_BYTES);
    if (bytes) return bytes.toString().replace(/^\uFEFF/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'no such file' : code;
    throw new UsageError(`--parameters: cannot read '${file}': ${reason}`);
  }
  throw new UsageError(
    `--parameters: '${file}' is larger than ${MAX_BYTES} bytes; allowed: a file of parameters`,
  );
}

function json(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--parameters: '${file}' is not JSON: ${(error as Error).message}`);
  }
}

function fromJson(parsed: unknown): Record<string, unknown> | undefined {
  if (Array.isArray(parsed)) {
    if (parsed.every((item) => typeof item === 'string')) return fromLines(parsed);
    const pairs = parsed.map(keyAndValue);
    return pairs.includes(undefined) ? undefined : Object.fromEntries(pairs.flatMap((pair) => pair!));
  }
  if (!isMapping(parsed)) return undefined;
  if (isMapping(parsed.Parameters)) return fromJson(parsed.Parameters);
  if (Array.isArray(parsed.Parameters)) return fromJson(parsed.Parameters);
  return Object.values(parsed).some((value) => typeof value === 'object') ? undefined : parsed;
}

/** One pair, or none where the stack keeps the value it has, which is not known here. */
function keyAndValue(item: unknown): [string, unknown][] | undefined {
  if (!isMapping(item) || typeof item.ParameterKey !== 'string') return undefined;
  if (item.UsePreviousValue === true) return [];
  return [[item.ParameterKey, item.ParameterValue]];
}

function fromLines(lines: readonly string[]): Record<string, unknown> | undefined {
  const used = lines.filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const pairs = used.map((line) => /^\s*(?:--parameters\s+)?([\w:-]+)=(.*)$/.exec(line));
  if (pairs.includes(null)) return undefined;
  return Object.fromEntries(pairs.map((match) => [match![1]!, match![2]!.trim()]));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
