import { levelOfLine } from './level-of-line';
import { isFrame, isRecord, type TraceReader, traceAt } from './stack-trace';

/** Takes one line of text, or the lines of a trace, with the line of the logger that tells of it where there is one. */
export type TakeLines = (lines: readonly string[]) => void;

/**
 * Puts the lines of a trace together. A line waits only while it may be part of one, and no longer than `wait` ms for
 * the next; what is together in one piece of output needs no waiting.
 */
export function lineGroups(take: TakeLines, wait = 500) {
  let lines: string[] = [];
  /** Lines that belong to the trace only if another follows. */
  let maybe: string[] = [];
  let trace: TraceReader | undefined;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    const [group, rest] = [lines, maybe];
    const isOne = trace?.isCertain() ?? false;
    lines = [];
    maybe = [];
    trace = undefined;
    if (isOne) take(shortened(group));
    else for (const line of group) take([line]);
    for (const line of rest) if (line !== '') take([line]);
  }

  function begin(line: string): void {
    const [before] = lines;
    const reader = traceAt(line);
    const isTold =
      before !== undefined && !isRecord(line) && (levelOfLine(before) !== undefined || isFrame(line));
    if (reader === undefined || !isTold) flush();
    if (line === '') return;
    lines.push(line);
    trace = reader;
  }

  return {
    line(line: string): void {
      const part = trace?.next(line) ?? 'none';
      if (part === 'maybe') maybe.push(line);
      else if (part === 'part') {
        lines.push(...maybe, line);
        maybe = [];
      } else {
        if (trace !== undefined) flush();
        begin(line);
      }
    },
    /** The end of a piece of output. */
    pause(): void {
      if (trace === undefined) flush();
      else {
        clearTimeout(timer);
        timer = setTimeout(flush, wait);
      }
    },
    flush,
  };
}

// --- internal ---

/** Of an endless recursion, whose error is at the beginning or at the end. */
const MAX_LINES = 1000;

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= MAX_LINES) return lines;
  const half = MAX_LINES / 2;
  return [...lines.slice(0, half), `… ${lines.length - MAX_LINES} lines left out`, ...lines.slice(-half)];
}
