import type { StackHeartbeats, StackIncident } from '../stack-options';
import { PROMETHEUS_NAMES } from './metric-queries';

/** A series in promtool's notation, one value a minute. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** The gauges that the workers of an incident serve while they beat: how many threads live, and how many died. */
export function incidentSeries(realm: string, { signals, length }: StackIncident): InputSeries[] {
  return signals.flatMap((signal, n) => {
    if (signal.kind !== 'heartbeat') return [];
    const { worker, instances, payload } = signal;
    const states = Object.values((payload.threads as Record<string, string>) ?? { 'worker-01': 'OK' });
    const alive = states.filter((state) => state === 'OK').length;
    return Array.from({ length: instances }, (_, i) => {
      const labels = `{Realm="${realm}",Worker="${worker}",Instance="i-${n}-${i + 1}"}`;
      const beats = beatsByMinute(signal, i + 1, length);
      return [
        { series: `${PROMETHEUS_NAMES.threadsAlive}${labels}`, values: values(beats, alive) },
        { series: `${PROMETHEUS_NAMES.threadsDead}${labels}`, values: values(beats, states.length - alive) },
      ];
    }).flat();
  });
}

// --- internal ---

const MINUTE_MS = 60_000;

/** Whether the instance is up at each minute from 0 to the end. */
function beatsByMinute(
  { from, until, except }: StackHeartbeats,
  instance: number,
  length: number,
): boolean[] {
  const silences = except.filter((one) => one.instance === instance);
  return Array.from({ length: Math.floor(length / MINUTE_MS) + 1 }, (_, minute) => {
    const at = minute * MINUTE_MS;
    return at >= from && at < until && !silences.some((one) => at >= one.from && at < one.until);
  });
}

/** Runs of equal minutes as `value x more` and `_ x times`; a scrape that fails ends the series at once. */
function values(up: readonly boolean[], value: number): string {
  const runs: { up: boolean; minutes: number }[] = [];
  for (const now of up) {
    const last = runs.at(-1);
    if (last?.up === now) last.minutes += 1;
    else runs.push({ up: now, minutes: 1 });
  }
  return runs
    .map(({ up, minutes }, n) => {
      if (up) return minutes === 1 ? `${value}` : `${value}x${minutes - 1}`;
      if (n === 0) return `_x${minutes}`;
      return minutes === 1 ? 'stale' : `stale _x${minutes - 1}`;
    })
    .join(' ');
}
