/** A record that is ready but for its number. */
export type HeldRecord = (seq: number) => string;

/** The latest debug records of one run, up to a number of bytes; written only if the run logs an error. */
export class HeldRecords {
  private records: { readonly finish: HeldRecord; readonly level: number; readonly size: number }[] = [];
  private size = 0;
  private forgotten = 0;

  constructor(private readonly maxBytes: number) {}

  /** @param size About how many bytes the record takes. */
  hold(finish: HeldRecord, level: number, size: number): void {
    this.records.push({ finish, level, size });
    this.size += size;
    while (this.size > this.maxBytes && this.records.length > 0) {
      this.size -= this.records.shift()!.size;
      this.forgotten += 1;
    }
  }

  /** Empties the store; `forgotten` counts the records that had to make room. */
  take(): { readonly records: readonly { finish: HeldRecord; level: number }[]; readonly forgotten: number } {
    const taken = { records: this.records, forgotten: this.forgotten };
    this.records = [];
    this.size = 0;
    this.forgotten = 0;
    return taken;
  }
}
