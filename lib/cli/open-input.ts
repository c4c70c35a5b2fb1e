import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from './io';
import { UsageError } from './usage-error';

/**
 * The bytes of a file, or of standard input for `-`; they end early at a signal.
 * @param verb for messages
 * @throws UsageError when there is nothing to read, or it cannot be.
 */
export async function* openInput(verb: string, file: string, io: Io): AsyncGenerator<Uint8Array> {
  const isStdin = file === '-';
  const input = isStdin ? io.stdin : createReadStream(resolve(io.cwd, file), { signal: io.signal });
  if (!input) throw new UsageError(`${verb}: there is no standard input; give a file`);
  try {
    yield* input;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ABORT_ERR') return;
    const reason = code === 'ENOENT' ? 'no such file' : code;
    throw new UsageError(`${verb}: cannot read ${isStdin ? 'standard input' : `'${file}'`}: ${reason}`);
  }
}
