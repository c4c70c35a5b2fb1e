import { z } from 'zod';
import type { HostSource } from '../constructs/fleet/host-source';
import { missingAfterLimits } from '../constructs/heartbeat/missing-instances-alarm';
import {
  alarmAfterLimits,
  DEFAULT_BOOT_SECONDS,
  type EmptyFleet,
} from '../constructs/heartbeat/silence-alarm';
import { GRAMMAR_HELP, RESERVED_WORKERS, WORKER_NAME } from '../contract';
import { formatDuration } from '../text';
import {
  ALWAYS,
  ALWAYS_OF_A_MAP,
  boolean,
  duration,
  field,
  names,
  percent,
  report,
  section,
  text,
  wholeNumber,
} from './fields';
import { fleetSchema } from './fleet-schema';
import type { WorkerConfig } from './realm-config';

/** What a worker gets unless its file says otherwise; alarmAfter grows with `every` if it must. */
const DEFAULT_EVERY_SECONDS = 60;
const DEFAULT_ALARM_AFTER_SECONDS = 300;
const DEFAULT_FOR_SECONDS = 900;

/** Lava's worker refuses an interval below 30 s; CloudWatch watches none above a day. */
const heartbeat = section({
  every: duration('30s', '1d').default(DEFAULT_EVERY_SECONDS),
  alarmAfter: duration('1m', '7d', '1m').optional(),
  lavaAlarm: boolean().optional(),
  missingAfter: duration('0s', '1d').optional(),
});

/** QueueMonitor's limits: periods of a minute with exceptions on top, and an age below the retention of 4 days. */
const queue = section({
  existing: queueName().optional(),
  deadLetters: queueName().optional(),
  depth: wholeNumber(0, 1_000_000).optional(),
  for: duration('1m', '12h', '1m').default(DEFAULT_FOR_SECONDS),
  oldest: duration('0s', '3d', '1m').optional(),
  stuck: duration('0s', '12h', '1m').optional(),
})
  .superRefine(({ existing, deadLetters }, context) => {
    if (deadLetters === undefined || existing !== undefined) return;
    report(context, ['deadLetters'], {
      what: 'given without existing',
      allowed: 'with existing, whose they are',
    });
  }, ALWAYS)
  .transform((queue) => ({
    ...(queue.existing !== undefined && { existing: queue.existing }),
    ...(queue.deadLetters !== undefined && { deadLetters: queue.deadLetters }),
    depth: queue.depth,
    forSeconds: queue.for,
    oldestSeconds: queue.oldest,
    stuckSeconds: queue.stuck,
  }));

/** RunDelayMonitor's limits. */
const runDelay = section({
  p95: duration('1s', '7d'),
  for: duration('1m', '1d', '1m').default(DEFAULT_FOR_SECONDS),
  longest: duration('1m', '1d').optional(),
}).transform(({ p95, for: within, longest }) => ({
  p95Seconds: p95,
  forSeconds: within,
  ...(longest !== undefined && { longestSeconds: longest }),
}));

/** HostMonitor's limits, in percent; 0 is off. */
const host = section({
  source: field<HostSource>('agent, ami or worker', { enum: ['agent', 'ami', 'worker'] }, (raw) =>
    raw === 'agent' || raw === 'ami' || raw === 'worker' ? { value: raw } : { what: 'not a source' },
  ).optional(),
  for: duration('1m', '12h', '1m').optional(),
  cpu: percent().optional(),
  memory: percent().optional(),
  swap: percent().optional(),
  tmpDisk: percent().optional(),
  tmpPath: mountPoint().optional(),
  dockerDisk: percent().optional(),
  dockerPath: mountPoint().optional(),
})
  .superRefine(({ tmpDisk, tmpPath, dockerDisk = 0, dockerPath }, context) => {
    const check = (key: string, path: string | undefined, limit: string, percent: number | undefined) => {
      if (path === undefined || percent !== 0) return;
      report(context, [key], { what: 'given without an alarm', allowed: `with ${limit}` });
    };
    check('tmpPath', tmpPath, 'tmpDisk', tmpDisk);
    check('dockerPath', dockerPath, 'dockerDisk', dockerDisk);
  }, ALWAYS)
  .transform(({ for: within, ...limits }) => ({
    ...limits,
    ...(within !== undefined && { forSeconds: within }),
  }));

const worker = section({
  heartbeat: heartbeat.prefault({}),
  queue: queue.prefault({}),
  runDelay: runDelay.optional(),
  host: host.optional(),
  fleet: fleetSchema.prefault({}),
})
  .superRefine(({ host, fleet }, context) => {
    if (host === undefined || fleet?.on === undefined) return;
    report(context, ['host'], {
      what: 'of machines of another worker',
      allowed: `with the worker ${fleet.on}, whose machines they are`,
    });
  }, ALWAYS)
  .superRefine(({ heartbeat, fleet }, context) => {
    const { every, alarmAfter, lavaAlarm, missingAfter } = heartbeat ?? {};
    if (typeof every !== 'number') return;
    const check = (key: string, value: unknown, { smallest, largest }: Limits, of = '') => {
      if (typeof value !== 'number' || (value >= smallest && value <= largest)) return;
      const size = value < smallest ? 'small' : 'large';
      const what = `too ${size} for every ${formatDuration(every)}${of}`;
      const allowed = `${formatDuration(smallest)} to ${formatDuration(largest)}`;
      report(context, ['heartbeat', key], { what, allowed });
    };
    const empty = emptyFleet(fleet);
    const of = empty ? ' of a fleet that scales to zero' : '';
    check('alarmAfter', alarmAfter, alarmAfterLimits(every, empty), of);
    if (lavaAlarm === true) reportLavaAlarm(context, every, alarmAfter !== undefined, empty !== undefined);
    if (missingAfter !== 0) check('missingAfter', missingAfter, missingAfterLimits(every));
  }, ALWAYS)
  .transform(
    ({ heartbeat: { every, alarmAfter, lavaAlarm, missingAfter }, queue, runDelay, host, fleet }) => ({
      heartbeat: {
        everySeconds: every,
        alarmAfterSeconds:
          alarmAfter ??
          Math.max(DEFAULT_ALARM_AFTER_SECONDS, alarmAfterLimits(every, emptyFleet(fleet)).smallest),
        ...(lavaAlarm && { lavaAlarm }),
        missingAfterSeconds: missingAfter,
      },
      queue,
      ...(runDelay && { runDelay }),
      ...(host && { host }),
      fleet,
    }),
  );

/** Worker name to its settings; `{}` takes every default. */
export const workersSchema = z
  .record(names(WORKER_NAME, GRAMMAR_HELP.worker), worker, { error: 'a map of workers' })
  .meta({ minProperties: 1 })
  .superRefine((given, context) => {
    const names = Object.keys(given);
    if (names.length === 0) report(context, [], { what: 'no worker', allowed: 'at least one' });
    for (const name of names.filter((one) => RESERVED_WORKERS.includes(one))) {
      report(context, [name], {
        what: "a name of the realm's own",
        allowed: `any but ${RESERVED_WORKERS.join(', ')}`,
        key: true,
      });
    }
    for (const name of names) {
      if (WORKER_NAME.test(name)) continue;
      report(context, [name], { what: 'not a worker name', allowed: GRAMMAR_HELP.worker, key: true });
    }
  }, ALWAYS_OF_A_MAP)
  .transform((given): WorkerConfig[] =>
    Object.entries(given).map(([name, settings]) => ({ name, ...settings })),
  );

// --- internal ---

function queueName() {
  return text(/^[\w-]{1,80}$/, 'not the name of a queue', '1 to 80 letters, digits, _ or -');
}

function mountPoint() {
  return text(/^\/[\w./-]*$/, 'not where a file system is mounted', 'an absolute path such as /tmp');
}

/** Lava's own alarm is what it is: 5 of 5 minutes, whatever else the file promises. */
function reportLavaAlarm(
  context: z.core.$RefinementCtx,
  every: number,
  hasPromise: boolean,
  mayBeEmpty: boolean,
): void {
  const problems: readonly (readonly [boolean, string, string])[] = [
    [hasPromise, 'given with a promise that it does not keep', 'without alarmAfter'],
    [every > 60, `given for every ${formatDuration(every)}`, 'with every up to 1m'],
    [mayBeEmpty, 'given for a fleet that scales to zero', 'with instances.min of 1 or more'],
  ];
  for (const [isWrong, what, allowed] of problems) {
    if (isWrong) report(context, ['heartbeat', 'lavaAlarm'], { what, allowed });
  }
}

type Limits = ReturnType<typeof alarmAfterLimits>;

/** A fleet without a least number of machines may have none; its silence alarm has to wait for a boot. */
function emptyFleet(
  fleet: { readonly instances?: { readonly min?: unknown } } | undefined,
): EmptyFleet | undefined {
  return fleet?.instances?.min === 0 ? { bootSeconds: DEFAULT_BOOT_SECONDS } : undefined;
}
