import type { Delivery } from './deliver';
import { heldBack, type Incoming } from './incoming';

/** The queues that hold what could not be told; both reject when they do not take it. */
export interface HoldPort {
  /** Into the queue of the message's topic, to come again after so many seconds. */
  readonly putBack: (topic: string | undefined, body: string, delaySeconds: number) => Promise<void>;
  /** Into the dead-letter queue. */
  readonly giveUp: (body: string) => Promise<void>;
}

export interface Failed {
  /** The channel; absent when there is none. */
  readonly slot?: string;
  readonly delivery: Delivery;
}

export interface Settled {
  readonly incoming: Incoming;
  readonly failed: readonly Failed[];
}

/**
 * What becomes of messages that some channels have not taken. While a channel is merely slow or away, a message goes
 * back for that channel alone, for up to six hours; what is refused is tried three times, a minute and two apart, since
 * a secret may be changed meanwhile; then it is in the dead-letter queue, with the channels that have not had it.
 * @returns the messages that no queue would take
 */
export async function settle<T extends Settled>(
  messages: readonly T[],
  { hold, now, random }: { hold?: HoldPort; now: () => number; random: () => number },
): Promise<T[]> {
  const open = messages.filter(({ failed }) => failed.length > 0);
  if (!hold) return open;
  // One for all, so that what waits for one channel comes back together and is folded.
  const jitter = 1 + random() / 4;
  const lost = await Promise.all(
    open.map(async (message): Promise<T[]> => {
      const { body, topic, past } = message.incoming;
      const delay = delaySeconds(message, now(), jitter);
      const channels = message.failed.flatMap(({ slot }) => (slot === undefined ? [] : [slot]));
      const rest = channels.length > 0 ? { channels } : {};
      try {
        if (delay === undefined) await hold.giveUp(heldBack(body, { rounds: 0, firstAt: 0, ...rest }));
        else {
          const rounds = past.rounds + (isSlow(message) ? 0 : 1);
          await hold.putBack(topic, heldBack(body, { rounds, firstAt: past.firstAt, ...rest }), delay);
        }
        return [];
      } catch {
        return [message];
      }
    }),
  );
  return lost.flat();
}

// --- internal ---

const GIVE_UP_AFTER_MS = 6 * 60 * 60_000;
/** As Lambda pauses between its tries of an asynchronous event. */
const REFUSED_PAUSES = [60, 120];
const AWAY_PAUSES = [15, 30, 60, 120, 240, 480];
/** What SQS holds a message back for at most. */
const LONGEST_DELAY = 900;

/** Undefined: no more. */
function delaySeconds({ failed, incoming }: Settled, now: number, jitter: number): number | undefined {
  const { rounds, firstAt } = incoming.past;
  if (now - firstAt >= GIVE_UP_AFTER_MS) return undefined;
  const again = failed.flatMap(({ delivery: { againMs } }) =>
    againMs === undefined ? [] : [againMs / 1000],
  );
  if (again.length === 0) return REFUSED_PAUSES[rounds];
  const away = isSlow({ failed, incoming }) ? 1 : (AWAY_PAUSES[rounds] ?? AWAY_PAUSES.at(-1)!);
  const pause = Math.max(away, ...again);
  return Math.min(LONGEST_DELAY, Math.ceil(pause * jitter));
}

/** All channels would have taken it, had it been its turn. */
function isSlow({ failed }: Settled): boolean {
  return failed.every(
    ({ delivery: { status, attempts, againMs } }) =>
      againMs !== undefined && (status === 429 || attempts === 0),
  );
}
