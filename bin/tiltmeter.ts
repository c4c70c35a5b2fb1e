#!/usr/bin/env node
import { writeSync } from 'node:fs';
import { main } from '../lib/cli/main';

// The SDK would say at every call that it will one day not support Node 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort(signal));

main(process.argv.slice(2), {
  out: (line) => write(1, line),
  err: (line) => write(2, line),
  env: process.env,
  cwd: process.cwd(),
  // A getter: touching process.stdin opens it, which only a verb that reads it should do.
  get stdin() {
    return process.stdin;
  },
  isTty: process.stderr.isTTY === true,
  signal: abort.signal,
}).then((code) => {
  process.exitCode = code;
});

/** Synchronous, since process.stdout loses data on pipes at exit; a full non-blocking pipe is waited for. */
function write(fd: number, line: string): void {
  const data = Buffer.from(`${line}\n`);
  let offset = 0;
  while (offset < data.length) {
    try {
      offset += writeSync(fd, data, offset);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
