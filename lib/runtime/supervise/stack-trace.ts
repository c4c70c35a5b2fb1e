import { levelOfLine } from './level-of-line';

/** What a line is to the trace before it: surely a part, a part if another follows, or none. */
export type Part = 'part' | 'maybe' | 'none';

/** Follows the lines of one trace. */
export interface TraceReader {
  /** Whether the lines so far are a trace for sure, and not only begin like one. */
  readonly isCertain: () => boolean;
  /** What the next line is to it. */
  readonly next: (line: string) => Part;
}

/**
 * A reader for the trace that begins with this line, as Python, the JVM, Go, Node and Rust print it (.NET's frames look like
 * the JVM's), or for a record of .NET's console logger, which is of several lines; undefined when none does.
 */
export function traceAt(line: string): TraceReader | undefined {
  return LANGUAGES.find(({ head }) => head.test(line))?.reader(line);
}

/** Whether a line begins a record of a logger, which no line before it tells of. */
export const isRecord = (line: string): boolean => DOTNET.test(line);

/** Whether a line can only be the middle of a trace: the line before it was its beginning. */
export const isFrame = (line: string): boolean => FRAME.test(line) || GOROUTINE.test(line);

// --- internal ---

const FRAME = /^\s+at \S/;
const GOROUTINE = /^goroutine \d+ .*\[.*\]:$/;
const PANIC = /^(panic: |fatal error: |unexpected fault address |SIG[A-Z]+: )/;
/** What Python says before a traceback that no logger has written. */
const PYTHON_BEFORE =
  /^(?:Exception (?:in thread [^"].*:|ignored in: .*)|Task exception was never retrieved)$/;
const DOTNET = /^(?:trce|dbug|info|warn|fail|crit): \S+\[-?\d+\]$/;
const RUST = /^thread '.*' (?:\(\d+\) )?panicked at /;
const PYTHON = /^Traceback \(most recent call last\):$/;
/** Lines of a message, of which there may be several, before the first frame. */
const MAX_MESSAGE_LINES = 30;

const LANGUAGES: readonly { readonly head: RegExp; readonly reader: (head: string) => TraceReader }[] = [
  { head: PYTHON, reader: pythonTrace },
  { head: PYTHON_BEFORE, reader: toldTrace },
  { head: /^Fatal Python error: /, reader: faultTrace },
  // a syntax error
  { head: /^ {2}File "[^"]+", line \d+$/, reader: pythonTrace },
  { head: /^\s*\+ Exception Group Traceback/, reader: indentedTrace },
  { head: GOROUTINE, reader: goTrace },
  { head: PANIC, reader: goTrace },
  { head: RUST, reader: rustTrace },
  { head: DOTNET, reader: indentedTrace },
  { head: FRAME, reader: framesTrace },
  // Exception in thread "main" …, java.io.IOException: …, TypeError [CODE]: …, Uncaught Error: …
  {
    head: /^(?:Exception in thread "|Uncaught |Unhandled [eE]xception[.:] |Caused by: )/,
    reader: framesTrace,
  },
  { head: /^(?:[\w$]+\.)*[A-Z][\w$]*(?:Error|Exception)(?: \[\w+\])?(?:: |$)/, reader: framesTrace },
  { head: /^(?:[a-z_]\w*\.)+[A-Z][\w$]*(?:: |$)/, reader: framesTrace },
  // Node shows the place of an uncaught error first
  { head: /^(?:node:|file:\/\/|\/|[A-Z]:\\)\S*:\d+$/, reader: framesTrace },
];

/** Indented lines, then one with the error; another may follow that it was the cause of. */
function pythonTrace(): TraceReader {
  let isComplete = false;
  return {
    isCertain: () => true,
    next(line) {
      if (!isComplete || PYTHON.test(line)) {
        isComplete = /^\S/.test(line) && !PYTHON.test(line);
        return 'part';
      }
      return line === '' || /^(During handling of|The above exception was)/.test(line) ? 'maybe' : 'none';
    },
  };
}

/** What comes before a traceback, a line or two, and then the traceback. */
function toldTrace(): TraceReader {
  let trace: TraceReader | undefined;
  let waiting = 0;
  return {
    isCertain: () => trace !== undefined,
    next(line) {
      if (trace !== undefined) return trace.next(line);
      if (PYTHON.test(line)) {
        trace = pythonTrace();
        return 'part';
      }
      waiting += 1;
      return waiting > 2 || isOther(line) ? 'none' : 'maybe';
    },
  };
}

/** What the fault handler writes when the interpreter itself ends: a list of frames for each thread. */
function faultTrace(): TraceReader {
  return {
    isCertain: () => true,
    next(line) {
      if (line === '') return 'maybe';
      return /^(?: {2}File |Current thread |Thread 0x|Python runtime state: |Extension modules: |<no Python frame>)/.test(
        line,
      )
        ? 'part'
        : 'none';
    },
  };
}

function indentedTrace(): TraceReader {
  return { isCertain: () => true, next: (line) => (/^\s/.test(line) ? 'part' : 'none') };
}

/** A message of one or more lines and frames, then causes with messages and frames of their own, members of the error. */
function framesTrace(head: string): TraceReader {
  let isCertain = FRAME.test(head);
  /** Lines of a message so far; undefined among frames. */
  let message: number | undefined = isCertain ? undefined : 0;
  return {
    isCertain: () => isCertain,
    next(line) {
      if (FRAME.test(line)) {
        isCertain = true;
        message = undefined;
        return 'part';
      }
      if (message !== undefined && !/^\.\.\. \d+ /.test(line.trimStart())) {
        message += 1;
        return message > MAX_MESSAGE_LINES || isOther(line) ? 'none' : 'maybe';
      }
      if (line === '') return 'maybe';
      if (line.startsWith('Caused by: ')) message = 0;
      return /^(\s|[}\])]|Caused by: |Node\.js v\d)/.test(line) ? 'part' : 'none';
    },
  };
}

/** A message of one or more lines, then a note or a backtrace; before Rust 1.73 the message was in the first line. */
function rustTrace(head: string): TraceReader {
  let lines = 0;
  let isTraced = false;
  return {
    isCertain: () => true,
    next(line) {
      lines += 1;
      isTraced ||= /^(?:stack backtrace:|note: run with `RUST_BACKTRACE)/.test(line);
      if (isTraced) return /^(?:\s|stack backtrace:|note: )/.test(line) ? 'part' : 'none';
      if (lines === 1 && line !== '' && head.endsWith(':')) return 'part';
      return lines > MAX_MESSAGE_LINES || RUST.test(line) || isOther(line) ? 'none' : 'maybe';
    },
  };
}

/** A message, then each goroutine with its calls, a blank line between them. */
function goTrace(head: string): TraceReader {
  let isCertain = GOROUTINE.test(head);
  let waiting = 0;
  return {
    isCertain: () => isCertain,
    next(line) {
      isCertain ||= GOROUTINE.test(line);
      if (!isCertain) {
        waiting += 1;
        return waiting > MAX_MESSAGE_LINES || isPython(line) || levelOfLine(line) !== undefined
          ? 'none'
          : 'maybe';
      }
      if (line === '') return 'maybe';
      // calls, their places, registers, and what `go run` says last
      const isPart = /^(\s|goroutine \d|created by |exit status \d|\w+ +0x[\da-f]+$|\.\.\.)|\)$/.test(line);
      return isPart ? 'part' : 'none';
    },
  };
}

const isPython = (line: string): boolean => PYTHON.test(line);

/** The beginning of a trace of another language, or of a record of a logger: the message before it had no frames. */
const isOther = (line: string): boolean =>
  isPython(line) || PANIC.test(line) || (levelOfLine(line) !== undefined && !/^error: /i.test(line));
