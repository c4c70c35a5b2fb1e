import type { Stay } from '../../rehearsal';

/** A time that somebody has labelled: then somebody should have been told. Epoch milliseconds. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** How an alarm did with labelled outages. */
export interface Score {
  /** Outages in which it did not go into ALARM. */
  readonly missed: number;
  /** Milliseconds from the start of an outage to ALARM, on average and at worst, of those that were not missed. */
  readonly delay: number;
  readonly worst: number;
  /** Times in ALARM that did not begin in an outage. */
  readonly falsePages: number;
}

/** Judges times in ALARM that begin at or after `judgedFrom`. An alarm that begins before an outage does not tell of it. */
export function scoreOf(
  alarms: readonly Pick<Stay, 'from'>[],
  outages: readonly Outage[],
  judgedFrom: number,
): Score {
  const begun = alarms.map(({ from }) => from).filter((from) => from >= judgedFrom);
  const delays = outages.flatMap(({ from, to }) => {
    const first = begun.find((at) => at >= from && at <= to);
    return first === undefined ? [] : [first - from];
  });
  const isTold = (at: number) => outages.some(({ from, to }) => at >= from && at <= to);
  return {
    missed: outages.length - delays.length,
    delay: delays.length === 0 ? 0 : delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
    worst: Math.max(0, ...delays),
    falsePages: begun.filter((at) => !isTold(at)).length,
  };
}
