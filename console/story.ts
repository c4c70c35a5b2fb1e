import type { RealmStatus, WorkerStatus } from '../lib/local/console/realm-status';
import { short, span, timeOf } from './time-text';

/** What is going on, in one sentence: what to press, what is awaited, who has been told. */
export function story(status: RealmStatus): string {
  const { workers, alarms, now, speed } = status;
  const dead = workers.find((worker) => worker.instances.every(({ state }) => DOWN.has(state)));
  const watched = dead ?? workers[0];
  if (!watched) return '';
  const alarm = alarms.find(({ alarmName }) => alarmName === watched.heartbeat.alarmName);
  if (alarm?.mutedUntil !== undefined) {
    const until = Number.isFinite(alarm.mutedUntil) ? ` until ${timeOf(alarm.mutedUntil)}` : '';
    return `Maintenance: nobody is told of ${watched.worker}${until}.`;
  }
  if (!dead) return invitation(watched, speed);
  if (alarm?.state === 'ALARM')
    return `${dead.worker} is in ALARM since ${timeOf(alarm.since)}. ${told(status, alarm.since)}`;
  const beats = dead.instances.flatMap(({ lastHeartbeat }) => lastHeartbeat ?? []);
  if (beats.length === 0)
    return `${dead.worker} is stopped, and has sent no heartbeat yet that could be missed.`;
  const last = Math.max(...beats);
  const due = last + dead.heartbeat.alarmAfterSeconds * 1000 + EVALUATION_MS;
  const silent = `${dead.worker} has been silent for ${span(now - last)}`;
  return due > now
    ? `${silent}; its alarm is due by ${timeOf(due)}, in ${Math.ceil((due - now) / 1000 / speed)} s of your time.`
    : `${silent}.`;
}

// --- internal ---

const DOWN: ReadonlySet<string> = new Set(['stopped', 'failed']);

/** An alarm is evaluated once a minute: docs/promises.md states the promise with 59 seconds on either side. */
const EVALUATION_MS = 59_000;

function invitation({ worker, heartbeat }: WorkerStatus, speed: number): string {
  const after = heartbeat.alarmAfterSeconds;
  return `Press “Stop ${worker}”: an alert is due about ${short(after)} later, ${Math.ceil(after / speed)} s of your time.`;
}

function told({ inbox }: RealmStatus, since: number): string {
  const channels = inbox
    .filter(({ at, isFirstOk }) => at >= since && !isFirstOk)
    .map(({ channel }) => channel);
  return channels.length > 0
    ? `Alerts sent by ${listText([...new Set(channels)])}.`
    : 'Nobody has been told yet.';
}

/** `a`, `a and b`, `a, b and c`. */
const listText = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ');
