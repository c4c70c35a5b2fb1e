import { storedLine } from '../../contract';
import type { LogSignal } from '../../engine/model/signal';

/**
 * Whether the workers of a realm are up at an instant, by the heartbeats among records: one of them has been heard within
 * three times as long as they are usually apart, and five minutes at least. Where no heartbeat was recorded nobody knows, and
 * they are taken to be up.
 */
export function heartbeatsHeard(
  logs: readonly Pick<LogSignal, 'timestamp' | 'message'>[],
  realm: string,
): (now: number) => boolean {
  const beats = logs
    .filter(({ message }) => isHeartbeat(message, realm))
    .map(({ timestamp }) => timestamp)
    .sort((a, b) => a - b);
  if (beats.length === 0) return () => true;
  const gaps = beats.slice(1).map((at, index) => at - beats[index]!);
  const usual = gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
  const patience = Math.max(LEAST_PATIENCE_MS, 3 * usual);
  return (now) => {
    let [from, to] = [0, beats.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (beats[middle]! <= now) from = middle + 1;
      else to = middle;
    }
    return from > 0 && now - beats[from - 1]! <= patience;
  };
}

// --- internal ---

const LEAST_PATIENCE_MS = 5 * 60_000;

function isHeartbeat(message: string, realm: string): boolean {
  if (!message.includes('heartbeat')) return false;
  try {
    const record = JSON.parse(storedLine(message)) as Readonly<Record<string, unknown>>;
    return record.event_type === 'heartbeat' && record.realm === realm;
  } catch {
    return false;
  }
}
