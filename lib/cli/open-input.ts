import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from './io';
import { UsageError } from './usage-error';

/**
 * The bytes of a file, or of standard input for `-`.
 * @param verb for messages
 * @throws UsageError when there is nothing to read, or it cannot be.
 */
export async function* openInput(verb: string, file: string, io: Io): AsyncGenerator<Uint8Array> {
  if (file === '-') {
    if (!io.stdin) throw new UsageError(`${verb}: there is no standard input; give a file`);
    yield* io.stdin;
    return;
  }
  try {
    yield* createReadStream(resolve(io.cwd, file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${verb}: cannot read '${file}': ${code === 'ENOENT' ? 'no such file' : code}`);
  }
}
