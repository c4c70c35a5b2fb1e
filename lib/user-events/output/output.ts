import type { Update } from '../event-updates';

/** Where updates are pushed to, besides the registry that Prometheus asks. Never throws. */
export interface Output {
  /** For messages. */
  readonly name: string;
  /** @param at when it happened, epoch ms */
  readonly apply: (updates: readonly Update[], at: number) => void;
  /** Hands over everything that is gathered; resolves when it has left the process. */
  readonly flush: () => Promise<void>;
  /** What could not be handed over. */
  readonly dropped: () => number;
  readonly close: () => Promise<void>;
}
