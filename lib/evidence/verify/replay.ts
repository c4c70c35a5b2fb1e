import { createReadingPlayer, metricKey, nextEvaluation, type Reading } from '../../engine';
import type { MetricAlarm, Model } from '../../engine/model';
import type { MetricSignal, Signal } from '../../engine/model/signal';
import type { Change } from './agreement';
import type { Hypothesis } from './hypothesis';
import type { Segment } from './segment';

/** What is replayed of one alarm. */
export interface Replay {
  /** Its model: this alarm, the log groups and the filters. */
  readonly model: Model;
  readonly alarm: MetricAlarm;
  readonly signals: readonly Signal[];
  /** Keys of the metrics that log records give. */
  readonly fromRecords: ReadonlySet<string>;
  /** Since when data are known, epoch milliseconds. */
  readonly from: number;
  /** Milliseconds between two evaluations. */
  readonly interval: number;
}

/** Plays a stretch of the history; the function gives the changes that CloudWatch would have made in it. */
export function replayer(replay: Replay, segment: Segment): (hypothesis: Hypothesis) => readonly Change[] {
  const { alarm, model, interval, from } = replay;
  const players = new Map<string, ReturnType<typeof createReadingPlayer>>();
  const second = segment.phase / 1000;
  const offset = 180_000 + segment.phase;
  return ({ readings: [reading], ...timing }) => {
    const played: Reading = { ...reading, 'evaluation-second': second };
    const key = JSON.stringify([timing, played['aws-delay'], played['record-delay']]);
    let player = players.get(key);
    if (!player) {
      const start = segment.from;
      const state = {
        type: 'set-alarm-state',
        alarmName: alarm.alarmName,
        state: segment.state,
        reason: '',
      } as const;
      const signals: Signal[] = replay.signals.map((signal) =>
        signal.type === 'metric'
          ? { ...signal, visibleAt: visibleAt(signal, played, timing, replay) }
          : signal,
      );
      player = createReadingPlayer(model, [...signals, { ...state, timestamp: start }], {
        start: Math.min(from, start) - 1,
        end: segment.to,
        states: { [alarm.alarmName]: segment.state === 'OK' ? 'ALARM' : 'OK' },
        // What came before does not count, and the evaluations stay at their second.
        restartDelay: nextEvaluation(start, offset % interval, interval) - start,
        reading: played,
        retention: 0,
      });
      players.set(key, player);
    }
    return player
      .play(played)
      .transitions.filter(({ at }) => at > segment.from)
      .map(({ at, from: before, to }) => ({ at, from: before, to }));
  };
}

// --- internal ---

function visibleAt(
  signal: MetricSignal,
  reading: Reading,
  { place, sentDelay }: Omit<Hypothesis, 'readings'>,
  { fromRecords }: Replay,
): number {
  const delay = signal.namespace.startsWith('AWS/')
    ? reading['aws-delay'] * 1000
    : fromRecords.has(metricKey(signal))
      ? reading['record-delay'] * 1000
      : sentDelay;
  return signal.timestamp + place + delay;
}
