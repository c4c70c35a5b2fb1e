import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../usage-error';

/** Puts lines between two marks of a file, which stays as it is besides. */
export function writeTable(file: string, lines: readonly string[], cwd: string): void {
  const path = resolve(cwd, file);
  const text = read(path, file);
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start === -1 || end < start) {
    throw new UsageError(
      `times: --into: '${file}' has no lines ${BEGIN} and ${END}; write them where the table goes`,
    );
  }
  const table = ['', '', ...lines, '', ''].join('\n');
  writeFileSync(path, `${text.slice(0, start + BEGIN.length)}${table}${text.slice(end)}`);
}

/** Whether a text has the marks that the table goes between. */
export function hasTableMarks(text: string): boolean {
  const start = text.indexOf(BEGIN);
  return start !== -1 && text.indexOf(END) > start;
}

// --- internal ---

const BEGIN = '<!-- tiltmeter times -->';
const END = '<!-- /tiltmeter times -->';

function read(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`times: --into: cannot read '${file}' (${code}); give a file that is there`);
  }
}
