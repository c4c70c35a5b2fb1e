import { closeSync, openSync, readSync } from 'node:fs';

/**
 * The bytes of a file, or undefined when there are more than the limit. They are counted as they are read: what a file
 * says of its size is nothing for a pipe, a device or a process's output. Throws what the file system throws.
 */
export function readAtMost(path: string, limit: number): Buffer | undefined {
  const file = openSync(path, 'r');
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, limit + 1 - size));
      const read = readSync(file, chunk, 0, chunk.length, null);
      if (read === 0) return Buffer.concat(chunks);
      size += read;
      if (size > limit) return undefined;
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}

// --- internal ---

const CHUNK = 1024 * 1024;
