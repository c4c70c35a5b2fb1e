import { openSync } from 'node:fs';
import { messageOf } from '../notice';
import { OptionsError } from '../options-error';
import { fdWriter } from '../sink/fd-writer';
import type { RunEvent } from './run-event';

/** Where events go. A rejected write is tried again, within bounds. */
export interface EventSink {
  /** For messages, e.g. the table's name. */
  readonly name: string;
  /** `late` ends it when it has taken too long. */
  readonly write: (event: RunEvent, late?: AbortSignal) => Promise<void>;
}

export function memoryEvents(): EventSink & { readonly events: RunEvent[] } {
  const events: RunEvent[] = [];
  return {
    name: 'memory',
    events,
    async write(event) {
      events.push(event);
    },
  };
}

/**
 * One JSON line an event, appended to a file.
 * @throws OptionsError when the file cannot be opened.
 */
export function jsonLinesEvents(path: string): EventSink {
  const writer = fdWriter({ fd: open(path), name: path });
  return {
    name: path,
    async write(event) {
      const before = writer.dropped();
      writer.write(`${JSON.stringify(event)}\n`);
      if (writer.dropped() > before) throw new Error('the file does not take it');
    },
  };
}

// --- internal ---

function open(path: string): number {
  try {
    return openSync(path, 'a', 0o640);
  } catch (error) {
    throw new OptionsError(`cannot open events file ${path}: ${messageOf(error)}`);
  }
}
