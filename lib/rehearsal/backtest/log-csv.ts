import type { LogSignal } from '../../engine/model/signal';
import { parseCsv } from './csv-text';
import { type LogPlace, logEvent } from './log-events';
import { RecordingError } from './recording-error';

/** Whether a first line is that of records rather than of metrics. */
export function isLogCsv(header: string): boolean {
  const names = namesOf(parseCsv(header)[0] ?? []);
  return names.some((name) => name.startsWith('@')) || names.includes('message');
}

/**
 * A CSV of records: what Logs Insights exports (`@timestamp`, `@message`, and `@logStream`, `@log`, `@ingestionTime`
 * where they were asked for), or what the console's log viewer does (`timestamp,message`).
 */
export function readLogCsv(text: string, place: LogPlace): LogSignal[] {
  const [header = [], ...rows] = parseCsv(text);
  const names = namesOf(header);
  for (const needed of ['timestamp', 'message']) {
    if (names.includes(needed) || names.includes(`@${needed}`)) continue;
    throw new RecordingError(
      `${place.source}: line 1: got columns ${names.join(', ')}, allowed: @timestamp and @message; begin the query with 'fields @timestamp, @message'`,
    );
  }
  return rows.map((row, index) => {
    const cells = names.map((name, column) => [name, row[column] ?? ''] as const);
    return logEvent(Object.fromEntries(cells), place, `row ${index + 1}`);
  });
}

// --- internal ---

const namesOf = (header: readonly string[]): string[] => header.map((name) => name.trim());
