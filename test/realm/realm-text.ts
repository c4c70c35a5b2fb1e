import type { RealmConfig } from '../../lib/realm';
import { readRealmFile } from '../../lib/realm/realm-file';
import { RealmFileError } from '../../lib/realm/realm-file-error';

/** The message of the error for a text in the file realms/dev.yaml. */
export function mistakes(text: string): string {
  const read = readRealmFile('realms/dev.yaml', text);
  return 'problems' in read ? new RealmFileError(read.problems).message : '';
}

/** A right file, in which a case replaces or adds lines. */
export function file(
  { top = [], page = ['- email: oncall@example.com'], worker = ['core: {}'] } = {} as Parts,
): string {
  return [
    'realm: dev',
    ...top,
    'alerts:',
    '  page:',
    ...page.map((line) => `    ${line}`),
    'workers:',
    ...worker.map((line) => `  ${line}`),
  ].join('\n');
}

export interface Parts {
  readonly top?: readonly string[];
  readonly page?: readonly string[];
  readonly worker?: readonly string[];
}

/** The checked settings of a right text. */
export function config(text: string): RealmConfig {
  const read = readRealmFile('realms/dev.yaml', text);
  if ('problems' in read) throw new RealmFileError(read.problems);
  return read.config;
}
