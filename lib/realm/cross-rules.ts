import { z } from 'zod';
import { DEFAULT_SYSTEM, DISPATCHED_CHANNEL_KINDS, WORKER_NAME } from '../contract';
import { checkAdopted } from './adoption-rules';
import { channelSchema } from './alerts-schema';
import { checkConcurrency, concurrencyFields } from './concurrency-schema';
import { allRight, entriesOf, isMap, report, rightFields } from './fields';
import { fleetFields } from './fleet-schema';
import { checkJobs, jobFields, type WatchedJob } from './jobs-schema';
import { checkObjectives } from './objective-rules';
import type { AlertChannel } from './realm-config';
import { checkDispatched, dispatchedJob, longestGap, scheduleTimes } from './schedules-schema';
import { checkWatchdog, watchdogFields } from './watchdog-schema';

/**
 * The rules between the parts of a realm file, on its raw data: what can be read of each part is checked against what
 * can be read of the others, so that a mistake hides no other. Where it depends on something that cannot be read
 * whether a rule is kept, nothing is said.
 */
export const crossRules = z.unknown().superRefine((file, context) => {
  if (!isMap(file)) return;
  checkNetwork(file, context);
  checkDelays(file, context);
  checkLavas(file, context);
  checkWorkers(file, context);
  checkWatched(file, context);
  checkCanaries(file, context);
  checkDispatcher(file, context);
  checkReserved(file, context);
  checkGuests(file, context);
  checkAdopted(file, context);
  checkObjectives(file, context);
});

// --- internal ---

type File = Readonly<Record<string, unknown>>;
type Context = z.core.$RefinementCtx;

const NETWORK = 'together with network: { vpc: vpc-…, subnets: [subnet-…] } at the top of the file';
const MEASURED = 'together with metrics: { job: true }, or with the jobs that say so themselves under jobs';

function checkNetwork({ network, workers }: File, context: Context): void {
  if (network !== undefined) return;
  for (const [name, worker] of entriesOf(workers)) {
    const { command } = rightFields(fleetFields, isMap(worker) ? worker.fleet : undefined);
    if (command === undefined) continue;
    report(context, ['workers', name, 'fleet', 'command'], {
      what: 'no network for the fleet',
      allowed: NETWORK,
    });
  }
}

function checkDelays(file: File, context: Context): void {
  const { workers } = file;
  if (isAnyMeasured(file)) return;
  for (const [name, worker] of entriesOf(workers)) {
    if (!isMap(worker) || !isMap(worker.runDelay)) continue;
    report(context, ['workers', name, 'runDelay'], { what: 'no job is measured', allowed: MEASURED });
  }
}

/** Only Lava says how often it has tried what a job of its own runs. */
function checkLavas({ system = DEFAULT_SYSTEM, jobs }: File, context: Context): void {
  if (system === DEFAULT_SYSTEM) return;
  for (const [job, one] of entriesOf(jobs)) {
    if (!isMap(one) || one.childIterations === undefined) continue;
    report(context, ['jobs', job, 'childIterations'], {
      what: "read from Lava's records",
      allowed: `where the system is ${DEFAULT_SYSTEM}`,
    });
  }
}

function checkWorkers({ schedules, triggers, dispatcher, workers }: File, context: Context): void {
  if (!isMap(workers) || Object.keys(workers).length === 0) return;
  for (const [job, worker] of entriesOf(isMap(dispatcher) ? dispatcher.jobs : undefined)) {
    if (typeof worker !== 'string' || !WORKER_NAME.test(worker) || Object.hasOwn(workers, worker)) continue;
    report(context, ['dispatcher', 'jobs', job], {
      what: 'not a worker of this file',
      allowed: Object.keys(workers).join(', '),
    });
  }
  const dispatched = [
    ...entriesOf(schedules).map(([name, one]) => ({ path: ['schedules', name], one })),
    ...(Array.isArray(triggers) ? triggers : []).map((one, index) => ({ path: ['triggers', index], one })),
  ].map(({ path, one }) => ({ path, worker: rightFields(dispatchedJob, one).worker }));
  checkDispatched(dispatched, Object.keys(workers), context);
}

function checkWatched({ alerts, jobs, schedules = {} }: File, context: Context): void {
  // Tickets go to `page` where there is no such severity.
  const severities = isMap(alerts) ? [...new Set([...Object.keys(alerts), 'ticket'])] : undefined;
  const starts = entriesOf(schedules).map(([, one]) => startsOf(one));
  const watched = entriesOf(jobs).map(([job, one]): WatchedJob => {
    const { every, alarmAfter, severity } = rightFields(jobFields, one);
    const mayBeIts = starts.some(({ of, gap }) => gap === undefined && (of ?? job) === job);
    const timed =
      allRight({ every: jobFields.every, alarmAfter: jobFields.alarmAfter }, one) &&
      (every !== undefined || (isMap(schedules) && !mayBeIts));
    return { job, everySeconds: every, alarmAfterSeconds: alarmAfter, severity, timed };
  });
  const known = starts.flatMap(({ of: job, gap }) =>
    job === undefined || gap === undefined ? [] : [{ job, longestGapSeconds: gap }],
  );
  checkJobs(watched, known, severities, context);
}

/** Which job a schedule starts, and the longest time between two starts; undefined as far as it cannot be read. */
function startsOf(schedule: unknown): { readonly of?: string; readonly gap?: number } {
  const times = allRight(scheduleTimes, schedule) ? rightFields(scheduleTimes, schedule) : {};
  return { of: rightFields(dispatchedJob, schedule).job, gap: longestGap(times) };
}

function checkCanaries({ watchdog, alerts }: File, context: Context): void {
  if (!isMap(watchdog) || !isMap(alerts) || !allRight(watchdogFields, watchdog)) return;
  const channels = channelsOf(alerts);
  if (channels === undefined) return;
  checkWatchdog(rightFields(watchdogFields, watchdog), { all: channels.flat() }, context);
}

/** By severity; undefined when one of them cannot be read. */
function channelsOf(alerts: File): readonly (readonly AlertChannel[])[] | undefined {
  const lists = Object.values(alerts).map((list) => z.array(channelSchema).safeParse(list));
  return lists.every(({ success }) => success) ? lists.map(({ data }) => data ?? []) : undefined;
}

function checkDispatcher({ dispatcher, schedules, triggers }: File, context: Context): void {
  if (dispatcher !== 'off' && dispatcher !== false) return;
  const given = {
    schedules: entriesOf(schedules).length,
    triggers: Array.isArray(triggers) ? triggers.length : 0,
  };
  for (const [key, count] of Object.entries(given)) {
    if (count === 0) continue;
    report(context, [key], { what: 'nobody dispatches', allowed: 'with a dispatcher, which is off' });
  }
}

/** What is kept is enough, and kept for somebody; a key is for somebody who reads. */
function checkReserved(
  { reservedConcurrency, secretsKey, alerts, dispatcher }: File,
  context: Context,
): void {
  const { alertDispatcher, jobDispatcher } = rightFields(concurrencyFields, reservedConcurrency);
  if (jobDispatcher !== undefined && (dispatcher === 'off' || dispatcher === false)) {
    report(context, ['reservedConcurrency', 'jobDispatcher'], {
      what: 'nobody dispatches',
      allowed: 'with a dispatcher, which is off',
    });
  }
  const channels = isMap(alerts) ? channelsOf(alerts) : undefined;
  if (channels === undefined) return;
  const kinds: readonly string[] = DISPATCHED_CHANNEL_KINDS;
  const served = channels.filter((list) => list.some(({ kind }) => kinds.includes(kind)));
  if (served.length > 0) {
    if (alertDispatcher !== undefined) checkConcurrency(alertDispatcher, served.length, context);
    return;
  }
  const given = [
    [['secretsKey'], secretsKey],
    [['reservedConcurrency', 'alertDispatcher'], alertDispatcher],
  ] as const;
  for (const [path, value] of given) {
    if (value === undefined) continue;
    report(context, [...path], {
      what: 'there is no alert dispatcher',
      allowed: `with a channel under alerts that it serves: ${kinds.join(', ')}`,
    });
  }
}

/** Whether any job may be measured. */
function isAnyMeasured({ metrics = {}, jobs = {}, slos }: File): boolean {
  const { job = false } = isMap(metrics) ? metrics : { job: undefined };
  if (job !== false || !isMap(jobs) || Object.keys(jobs).length > 0) return true;
  return entriesOf(slos).some(([, one]) => isMap(one) && one.job !== undefined);
}

/** A worker runs on the machines of one that has some. */
function checkGuests({ workers }: File, context: Context): void {
  const fleets = entriesOf(workers).map(([name, worker]) => ({
    name,
    on: rightFields(fleetFields, isMap(worker) ? worker.fleet : undefined).on,
  }));
  const hosts = fleets.filter(({ on }) => on === undefined).map(({ name }) => name);
  for (const { name, on } of fleets) {
    if (on === undefined || hosts.includes(on)) continue;
    report(context, ['workers', name, 'fleet', 'on'], {
      what: 'no worker of this file with machines of its own',
      allowed: hosts.join(', ') || 'none is there',
    });
  }
}
