import { writeSync } from 'node:fs';
import { addAbortSignal } from 'node:stream';
import { isatty } from 'node:tty';
import { main } from '../lib/cli/main';
import { terminalText } from '../lib/text/visible-controls';

// The SDK would say at every call that it will one day not support Node 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm passes on the Ctrl-C that the terminal has sent as well; one that comes later is meant. */
const REPEATED_MS = 500;

/** A pipe, and a terminal, that nobody reads any more. */
const READER_GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO']);

let stopping: AbortController | undefined;
let isTerminalGone = false;
/** Descriptors that nobody reads any more. */
const unread = new Set<number>();

main(process.argv.slice(2), {
  out: (line) => write(1, line),
  err: (line) => write(2, line),
  env: process.env,
  cwd: process.cwd(),
  // A getter: touching process.stdin opens it, which only a verb that reads it should do.
  get stdin() {
    return addAbortSignal(stopSignal(), process.stdin);
  },
  isTty: process.stderr.isTTY === true,
  // A getter: touching process.stdout opens it. Node itself knows terminals, NO_COLOR and TERM=dumb.
  get colour() {
    return process.stdout.isTTY === true && process.stdout.hasColors();
  },
  get isInteractive() {
    return process.stderr.isTTY === true && process.stdin.isTTY === true;
  },
  // A getter, too: a verb that does not ask for it ends at a signal as any program does, however busy it is.
  get signal() {
    return stopSignal();
  },
}).then((code) => {
  process.exitCode = code;
  if (isTerminalGone) endByHangUp();
});

// --- internal ---

/** From the first call on, a signal aborts this instead of ending the program; a later one ends it at once. */
function stopSignal(): AbortSignal {
  if (stopping) return stopping.signal;
  const controller = new AbortController();
  stopping = controller;
  const letGo = () => {
    for (const signal of SIGNALS) process.off(signal, stop);
  };
  const stop = (signal: NodeJS.Signals) => {
    controller.abort(signal);
    setTimeout(letGo, REPEATED_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return controller.signal;
}

/**
 * Synchronous, since process.stdout loses data on pipes at exit; a full non-blocking pipe is waited for. A pipe or file
 * gets the text as it is; on a terminal no name in it steers.
 */
function write(fd: number, line: string): void {
  if (unread.has(fd)) return;
  const data = Buffer.from(`${isatty(fd) ? terminalText(line) : line}\n`);
  let offset = 0;
  while (offset < data.length) {
    try {
      offset += writeSync(fd, data, offset);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (READER_GONE.has(code)) {
        isTerminalGone ||= code === 'EIO';
        unread.add(fd);
        leave();
        return;
      }
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** Nobody wants the rest, as with `| head -1`: what would go on ends, and the exit code still says what was found. */
function leave(): void {
  if (stopping) stopping.abort('SIGPIPE');
  else if (isTerminalGone) endByHangUp();
}

/** Node would abort at its exit, since it cannot give a terminal that is gone its mode back. */
function endByHangUp(): void {
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
}
