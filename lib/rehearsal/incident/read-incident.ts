import { isUtf8 } from 'node:buffer';
import { dirname, resolve } from 'node:path';
import { DEFAULT_SYSTEM, GRAMMAR_HELP, REALM_NAME, SYSTEM_NAME } from '../../contract';
import type { AlarmState } from '../../engine/model';
import { readAtMost } from '../../text/read-at-most';
import type { Incident } from './incident';
import { IncidentError } from './incident-error';
import { ALARM_STATES, FILE_KEYS } from './incident-keys';
import { readExpectation } from './read-expectation';
import { readSignal } from './read-signal';
import { type Fields, YamlFile } from './yaml-fields';

/** What a file that does not say it gets. */
export interface IncidentDefaults {
  readonly realm?: string;
}

/**
 * Reads an incident file, version 1.
 *
 * @throws {IncidentError} with every mistake at once, each as `file:line: what, got, allowed`
 */
export function readIncident(file: string, defaults: IncidentDefaults = {}): Incident {
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(file, MAX_BYTES);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new IncidentError([{ file, message: `cannot be read (${code}), allowed: an incident file` }]);
  }
  if (!bytes) {
    const message = `larger than ${MAX_BYTES} bytes, allowed: an incident file of up to ${MAX_TEXT} characters`;
    throw new IncidentError([{ file, message }]);
  }
  if (!isUtf8(bytes)) throw new IncidentError([{ file, message: 'not UTF-8, allowed: YAML in UTF-8' }]);
  return parseIncident(file, bytes.toString(), defaults);
}

/** Like readIncident, of a text; `file` is for messages, and what a relative template path starts from. */
export function parseIncident(file: string, text: string, defaults: IncidentDefaults = {}): Incident {
  if (text.length > MAX_TEXT) {
    const message = `too long, got ${text.length} characters, allowed: ${MAX_TEXT}`;
    throw new IncidentError([{ file, message }]);
  }
  const yaml = new YamlFile(file, text);
  const incident = yaml.root && read(file, yaml.root, defaults);
  if (yaml.problems.length > 0 || !incident) throw new IncidentError(inOrder(yaml.problems));
  return incident;
}

// --- internal ---

const MAX_TEXT = 1024 * 1024;
/** A character takes up to four in UTF-8. */
const MAX_BYTES = 4 * MAX_TEXT;
const DAY = 86_400_000;
const DEFAULT_START = '2026-01-01T00:00:00Z';
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d)$/;

function read(file: string, root: Fields, defaults: IncidentDefaults): Incident {
  root.only(Object.keys(FILE_KEYS));
  if (!root.has('for')) root.report(undefined, 'for is missing, allowed: a duration such as 40m');
  const length = root.offset('for', DAY, { min: 60_000, max: 400 * DAY });
  const title = root.requiredText('title') ?? '';
  const realm = root.text('realm', REALM_NAME, GRAMMAR_HELP.realm) ?? defaults.realm;
  const template = root.text('template');
  const elsewhere = readElsewhere(root);
  const signals = root.list('signals').flatMap((item) => readSignal(item, length, realm) ?? []);
  const expectations = root.list('expect').flatMap((item) => readExpectation(item, length) ?? []);
  if (!root.has('signals')) root.report(undefined, 'signals is missing, allowed: a list of signals');
  if (!root.has('expect')) root.report(undefined, 'expect is missing, allowed: a list of expectations');
  return {
    file,
    title,
    ...(realm === undefined ? {} : { realm }),
    system: root.text('system', SYSTEM_NAME, GRAMMAR_HELP.system) ?? DEFAULT_SYSTEM,
    ...(template === undefined ? {} : { template: resolve(dirname(file), template) }),
    start: readStart(root),
    length,
    ...(elsewhere === undefined ? {} : { elsewhere }),
    signals,
    expectations,
  };
}

function readElsewhere(root: Fields): Readonly<Record<string, AlarmState>> | undefined {
  const fields = root.fields('elsewhere');
  if (!fields) return undefined;
  return Object.fromEntries(fields.names().map((name) => [name, fields.oneOf(name, ALARM_STATES, 'OK')]));
}

function readStart(root: Fields): number {
  const text = root.text('start') ?? DEFAULT_START;
  const start = ISO.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(start)) return start;
  root.wrong('start', 'not an instant', text, `ISO-8601 with a zone, such as ${DEFAULT_START}`);
  return Date.parse(DEFAULT_START);
}

function inOrder<T extends { line?: number }>(problems: readonly T[]): T[] {
  return [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
