import { isAlertTopic } from '../../contract';
import type { AlarmTimes, OverLimit, TimeLimit } from '../../proof/times';
import { gotOther, parseDuration } from '../../text';
import { UsageError } from '../usage-error';

/** @throws {UsageError} for what is no `SEVERITY=TIME` */
export function timeLimits(texts: readonly string[]): TimeLimit[] {
  return texts.map((text) => {
    const [, who, time] = /^(.+)=([^=]+)$/.exec(text) ?? [];
    const seconds = time === undefined ? undefined : parseDuration(time);
    if (who !== undefined && seconds) return { who, seconds, text };
    throw new UsageError(`times: --max: got '${text}', allowed: SEVERITY=TIME, such as page=10m`);
  });
}

/**
 * The alarms and faults of which a severity is told later than it may be.
 *
 * @throws {UsageError} for a severity that no alarm tells
 */
export function overLimits(times: readonly AlarmTimes[], limits: readonly TimeLimit[]): OverLimit[] {
  const topics = [...new Set(times.flatMap(({ faults }) => faults.flatMap(({ told }) => told?.topic ?? [])))];
  return limits.flatMap((limit) => {
    const { who, seconds } = limit;
    const meant = topics.filter((topic) => topic === who || topic === `‹${who}›` || isAlertTopic(topic, who));
    if (meant.length === 0) {
      const other = gotOther(who, topics, 'none, no alarm tells a topic');
      throw new UsageError(`times: --max: ${other}, or the severity at its end`);
    }
    return times.flatMap(({ alarm, faults }) =>
      faults.flatMap(({ fault, told }) =>
        told && meant.includes(told.topic) && told.latest > seconds ? [{ alarm, fault, told, limit }] : [],
      ),
    );
  });
}
