import type { LevelIndex } from './level';

/** A record that is ready but for its number. */
export interface HeldRecord {
  readonly now: number;
  readonly level: LevelIndex;
  readonly line: string;
}

/** The latest debug records of one run, up to a number of bytes; written only if the run logs an error. */
export class HeldRecords {
  #records: HeldRecord[] = [];
  #size = 0;
  #forgotten = 0;

  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  hold(record: HeldRecord): void {
    this.#records.push(record);
    this.#size += bytesOf(record);
    while (this.#size > this.#maxBytes) {
      this.#size -= bytesOf(this.#records.shift()!);
      this.#forgotten += 1;
    }
  }

  /** Empties the store; `forgotten` counts the records that had to make room. */
  take(): { readonly records: readonly HeldRecord[]; readonly forgotten: number } {
    const taken = { records: this.#records, forgotten: this.#forgotten };
    this.#records = [];
    this.#size = 0;
    this.#forgotten = 0;
    return taken;
  }
}

// --- internal ---

/** V8 keeps a string of anything but Latin-1 in two bytes a unit. */
const bytesOf = ({ line }: HeldRecord): number => line.length * 2;
