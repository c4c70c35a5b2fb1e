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

function workerLines(status: WorkerStatus, ago: (time: number) => string): string[] {
  const { worker, processes } = status;
  const severalHosts = new Set(processes.map(({ host, instance }) => JSON.stringify([host, instance]))).size;
  return [
    `${worker}: ${heardOf(status)}; queue: ${queueText(status)}${delayText(status)}`,
    ...processes.map(({ instance, host, pid, heardAt, ...process }) => {
      const { threads, deadThreads, internalQueue, version } = process;
      const dead = deadThreads.length > 0 ? `, dead: ${deadThreads.join(', ')}` : '';
      const on = severalHosts > status.instances && host !== '' ? ` ${host}` : '';
      return (
        `  ${instance}${on}${pid === undefined ? '' : ` pid ${pid}`} ${process.status}${version ? ` ${version}` : ''}, ` +
        `heartbeat ${ago(heardAt)} ago, ${counted(threads, 'thread')}${dead}, ${internalQueue} queued inside`
      );
    }),
  ];
}

function heardOf({ instances, processes, scalesToZero }: WorkerStatus): string {
  if (instances === 0) return scalesToZero ? 'no instance, and none has to be' : 'nobody heard of';
  const several = processes.length > instances ? ` with ${processes.length} processes` : '';
  return `${counted(instances, 'instance')}${several}`;
}

function queueText({ queue, backlog, recentBacklog }: WorkerStatus): string {
  const { visible, inFlight, delayed, deadLetters = 0, retentionSeconds } = queue;
  const each = [
    ...(backlog === undefined || backlog === visible ? [] : [`${backlog} an instance`]),
    ...(recentBacklog ? [`${tenths(recentBacklog.maximum)} an instance at most in 15m`] : []),
  ];
  return [
    `${visible} waiting${each.length === 0 ? '' : ` (${each.join(', ')})`}`,
    `${inFlight} in hand`,
    ...(delayed > 0 ? [`${delayed} delayed`] : []),
    ...(deadLetters > 0 ? [counted(deadLetters, 'dead letter')] : []),
    `kept ${formatDuration(retentionSeconds)}`,
  ].join(', ');
}

function delayText({ runDelay }: WorkerStatus): string {
  if (!runDelay) return '';
  const [average, maximum] = [runDelay.average, runDelay.maximum].map((seconds) =>
    formatDuration(Math.round(seconds)),
  );
  return `; runs start after ${average}, ${maximum} at most`;
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
