import type {
  EventReader,
  Offsets,
  OpenReader,
  ReaderEvents,
} from '../../../lib/user-events/kafka/event-reader';

/** A topic with one partition in memory that can be taken away, like a broker. */
export class FakeTopic {
  readonly records: (Buffer | undefined)[] = [];
  committed = 0n;
  opened = 0;
  /** What the next attempts to open fail with. */
  failures: string[] = [];
  commitFailure: string | undefined;
  private break: ((error: Error) => void) | undefined;
  private deliver: (() => void) | undefined;

  constructor(public id = 'topic-1') {}

  add(...values: (string | undefined)[]): void {
    this.records.push(...values.map((value) => (value === undefined ? undefined : Buffer.from(value))));
    this.deliver?.();
  }

  /** Ends the membership that there is. */
  fail(message: string): void {
    this.break?.(new Error(message));
  }

  readonly open: OpenReader = async (events) => {
    this.opened += 1;
    const failure = this.failures.shift();
    if (failure !== undefined) throw new Error(failure);
    events.onJoined(this.id, new Map([[0, BigInt(this.records.length)]]));
    return this.member(events);
  };

  private member(events: ReaderEvents): EventReader {
    let next = this.committed;
    let end!: () => void;
    const ended = new Promise<void>((resolve, reject) => {
      end = resolve;
      this.break = reject;
    });
    ended.catch(() => {});
    this.deliver = () => {
      for (; next < BigInt(this.records.length); next += 1n) {
        events.onRecord({ partition: 0, offset: next, value: this.records[Number(next)] });
      }
    };
    setImmediate(this.deliver);
    return {
      ended,
      commit: async (offsets: Offsets) => {
        if (this.commitFailure !== undefined) throw new Error(this.commitFailure);
        this.committed = offsets.get(0) ?? this.committed;
      },
      lag: async () => Number(BigInt(this.records.length) - next),
      state: () => ({ topic: 'fake' }),
      close: async () => {
        this.deliver = undefined;
        end();
      },
    };
  }
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within 5 s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
