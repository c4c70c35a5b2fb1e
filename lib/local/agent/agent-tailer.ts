import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { CollectedFile } from './agent-config';
import { createEventAssembler } from './event-assembler';

/** The CloudWatch agent's part: follows one log file through growth, rotation and truncation. */
export interface AgentTailer {
  /** Reads what is new; returns the events that are complete and shipped, oldest first. */
  readonly poll: () => string[];
  /** Reads what is left and lets go of the file. */
  readonly close: () => string[];
}

/** `path` is where the file is on this machine. A file that is not there yet is waited for. */
export function createAgentTailer(
  path: string,
  { eventStart, ships }: Pick<CollectedFile, 'eventStart' | 'ships'>,
): AgentTailer {
  const assembler = createEventAssembler(eventStart);
  let open: OpenFile | undefined;

  const take = (): string[] => {
    if (!open) return [];
    const text = readNew(open);
    // A poll without news is the agent's pause after which an event is taken to be complete.
    return text === '' ? assembler.settle() : assembler.push(text);
  };
  const letGo = (): string[] => {
    if (open) closeSync(open.fd);
    open = undefined;
    return assembler.finish();
  };
  return {
    poll() {
      const events = take();
      // After a rotation the old file is read to its end before the new one is opened.
      if (open && inodeOf(path) !== open.inode) events.push(...take(), ...letGo());
      if (!open) {
        open = openFile(path);
        events.push(...take());
      }
      return events.filter(ships);
    },
    close: () => [...take(), ...letGo()].filter(ships),
  };
}

// --- internal ---

interface OpenFile {
  readonly fd: number;
  readonly inode: number;
  readonly decoder: StringDecoder;
  offset: number;
}

function openFile(path: string): OpenFile | undefined {
  try {
    const fd = openSync(path, 'r');
    return { fd, inode: fstatSync(fd).ino, decoder: new StringDecoder('utf8'), offset: 0 };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined while the file is away. */
const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino;

const CHUNK = Buffer.allocUnsafe(64 * 1024);

function readNew(file: OpenFile): string {
  if (fstatSync(file.fd).size < file.offset) file.offset = 0; // Truncated: it is being written anew.
  let text = '';
  for (;;) {
    const length = readSync(file.fd, CHUNK, 0, CHUNK.length, file.offset);
    if (length === 0) return text;
    file.offset += length;
    text += file.decoder.write(CHUNK.subarray(0, length));
  }
}
