import { deadThreadMessage, type ThreadState } from '../../contract/records';
import type { Logger } from '../logger/logger';

export interface ThreadProps {
  /** Longest time in seconds between two calls of `beat`; a thread that is later counts as dead. @default none */
  readonly deadline?: number;
}

/** One strand of work of a worker: it need not be an operating-system thread, only something that can die. */
export interface WorkerThread {
  readonly name: string;
  /** A logger whose records carry the thread's name. */
  readonly logger: Logger;
  /** Says that the thread is alive. */
  readonly beat: () => void;
  /** Says that it is dead, and why. */
  readonly die: (reason?: unknown) => void;
  /** Says that it has ended as it should; it leaves the heartbeat. */
  readonly end: () => void;
}

/** The threads of a worker as its heartbeat shows them. A death is logged once, as CRITICAL. */
export class ThreadRegistry {
  /** In stack traces, where minifying has taken the class's own. */
  static readonly name = 'ThreadRegistry';
  private readonly threads = new Map<string, ThreadRecord>();

  constructor(private readonly logger: Logger) {}

  thread(name: string, { deadline = Number.POSITIVE_INFINITY }: ThreadProps = {}): WorkerThread {
    const record: ThreadRecord = { due: Number.POSITIVE_INFINITY, dead: false };
    const beat = () => {
      if (record.dead) this.logger.warning(`Thread ${name} is alive again`, { event_type: 'worker' });
      record.dead = false;
      record.due = performance.now() + deadline * 1000;
    };
    beat();
    this.threads.set(name, record);
    return {
      name,
      logger: this.logger.child({}, name),
      beat,
      die: (reason) => this.bury(name, record, reason),
      end: () => {
        this.threads.delete(name);
      },
    };
  }

  /** State by name; finds threads whose deadline has passed. */
  states(): Record<string, ThreadState> {
    const now = performance.now();
    const states: Record<string, ThreadState> = Object.create(null);
    for (const [name, record] of this.threads) {
      if (now > record.due)
        this.bury(name, record, `no sign of life for ${seconds(now - record.due)} s too long`);
      states[name] = record.dead ? 'dead' : 'OK';
    }
    return states;
  }

  private bury(name: string, record: ThreadRecord, reason: unknown): void {
    if (record.dead) return;
    record.dead = true;
    this.logger.critical(deadThreadMessage(name), { event_type: 'worker', dead_thread: name, reason });
  }
}

// --- internal ---

interface ThreadRecord {
  /** When it counts as dead, by a clock that nobody sets. */
  due: number;
  dead: boolean;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);
