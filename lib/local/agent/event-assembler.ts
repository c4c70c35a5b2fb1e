/** Turns the text of a growing log file into events, by the CloudWatch agent's rules. */
export interface EventAssembler {
  /** Takes the next piece of the file, cut anywhere; returns the events it completes. */
  readonly push: (text: string) => string[];
  /** Nothing came for a while: the last whole line has no continuation any more. */
  readonly settle: () => string[];
  /** Nothing will come any more: what is there is an event, even without its newline. */
  readonly finish: () => string[];
}

/** The agent's limit of an event, 1 MiB less its header, and the mark that it leaves (facts of its README). */
const MAX_EVENT_LENGTH = 1024 * 1024 - 200;
const TRUNCATED = '[Truncated...]';

export function createEventAssembler(eventStart: RegExp): EventAssembler {
  let partial = '';
  let event: string | undefined;

  const flush = (): string[] => {
    const done = event;
    event = undefined;
    return done === undefined ? [] : [truncate(done)];
  };
  const addLine = (line: string): string[] => {
    if (event === undefined || eventStart.test(line)) {
      const done = flush();
      event = line;
      return done;
    }
    // Beyond the limit the rest is dropped, so that a file without any event start cannot fill the memory.
    if (event.length <= MAX_EVENT_LENGTH) event += `\n${line}`;
    return [];
  };
  return {
    push(text) {
      const lines = (partial + text).split('\n');
      partial = lines.pop()!.slice(0, MAX_EVENT_LENGTH + 1);
      return lines.map((line) => line.replace(/\r$/, '')).flatMap(addLine);
    },
    settle: flush,
    finish() {
      const last = partial === '' ? [] : addLine(partial);
      partial = '';
      return [...last, ...flush()];
    },
  };
}

// --- internal ---

function truncate(event: string): string {
  if (event.length <= MAX_EVENT_LENGTH) return event;
  return event.slice(0, MAX_EVENT_LENGTH - TRUNCATED.length) + TRUNCATED;
}
