import type { FleetStatus, WorkerStatus } from '../../operate';
import { counted, formatDuration } from '../../text';

/** The status for people; times are told as how long ago. */
export function statusLines({ realm, workers, alarms }: FleetStatus, now: number): string[] {
  const ago = (time: number) => formatDuration(Math.max(0, Math.round((now - time) / 1000)));
  return [
    `realm ${realm}`,
    ...workers.flatMap((worker) => workerLines(worker, ago)),
    ...(alarms.length === 0 ? ['no alarm is firing'] : [`${counted(alarms.length, 'alarm')} firing`]),
    ...alarms.map(({ name, since, reason }) => `  ${name} for ${ago(since)}: ${reason}`),
  ];
}

// --- internal ---

function workerLines(
  { worker, scalesToZero, queue, instances }: WorkerStatus,
  ago: (time: number) => string,
): string[] {
  const { visible, inFlight, delayed, deadLetters } = queue;
  const parts = [
    `${visible} waiting`,
    `${inFlight} in hand`,
    ...(delayed > 0 ? [`${delayed} delayed`] : []),
    ...(deadLetters > 0 ? [counted(deadLetters, 'dead letter')] : []),
  ];
  const silent = scalesToZero ? 'no instance, and none has to be' : 'nobody heard of';
  const heard = instances.length === 0 ? silent : counted(instances.length, 'instance');
  return [
    `${worker}: ${heard}; queue: ${parts.join(', ')}`,
    ...instances.map((instance) => {
      const { threads, deadThreads, internalQueue, version } = instance;
      const dead = deadThreads.length > 0 ? `, dead: ${deadThreads.join(', ')}` : '';
      return (
        `  ${instance.instance} ${instance.status}${version ? ` ${version}` : ''}, ` +
        `heartbeat ${ago(instance.heardAt)} ago, ${counted(threads, 'thread')}${dead}, ${internalQueue} queued inside`
      );
    }),
  ];
}
