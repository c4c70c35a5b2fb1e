import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GRAMMAR_HELP, REALM_NAME, WORKER_NAME } from '../../contract/grammar';
import { METRIC_NAMESPACE } from '../../contract/metrics';
import { workerName } from '../../contract/names';
import { LEVELS } from '../../contract/records';
import { MAX_HEARTBEAT_S } from '../heartbeat/heartbeat';
import { FORMAT_NAMES, type FormatName } from '../logger/format';
import type { LevelName } from '../logger/level';
import type { OpenWhiskSwitches } from '../metrics/openwhisk-switches';
import { OptionsError } from '../options-error';
import type { MetricsTarget } from '../otlp/otlp-settings';
import type { Destination } from '../sink/destination';
import { switchValue } from '../switch-value';
import { lazy } from './lazy';

/** How a worker was started: Lava's options, from flags or the environment. */
export interface WorkerOptions {
  readonly realm: string;
  readonly worker: string;
  /** Seconds between heartbeats; 0 is off. */
  readonly heartbeat: number;
  readonly destination: Destination;
  readonly format: FormatName;
  readonly level: LevelName;
  readonly tag: string;
  /** Bytes of debug records that each run keeps back and writes if it logs an error; 0 is none. */
  readonly holdDebug: number;
  /** Jobs that run at the same time. */
  readonly threads: number;
  /** Seconds that a read of the queue waits for a message. */
  readonly wait: number;
  /** Seconds to sleep after a queue could not be read, or was empty at once. */
  readonly sleep: number;
  /** Deliveries of a message after the first; negative is unlimited. */
  readonly retries: number;
  readonly queueUrl: string | undefined;
  /** Lava's configuration keys, from LAVA_<KEY>. */
  readonly config: WorkerConfig;
}

export interface WorkerConfig {
  readonly CW_NAMESPACE: string;
  /** Whether jobs are measured that do not say so themselves. */
  readonly CW_METRICS_JOB: boolean;
  /** Ids of jobs that are measured whatever CW_METRICS_JOB says; Lava has no such key. */
  readonly CW_METRICS_JOBS: readonly string[];
  /** Whether the delay of every run is measured, also of jobs that are not; Lava has no such key. */
  readonly CW_METRICS_DELAY: boolean;
  readonly CW_METRICS_WORKER: boolean;
  /** Ids of jobs of which the time since their last success is a metric; Lava has no such key. */
  readonly FRESH_JOBS: readonly string[];
  /** Where a worker keeps what it must not forget; systemd's STATE_DIRECTORY unless given, empty is none. */
  readonly STATE_DIR: string;
  /** Seconds. */
  readonly CW_METRICS_PERIOD: number;
  /** Seconds that a run's events are kept. */
  readonly EVENT_TTL: number;
  /** Touched by each heartbeat; a name is in TMPDIR, empty is none. */
  readonly HEARTBEAT_FILE: string;
  readonly TMPDIR: string;
  /** EC2 instance id, or the host's name. */
  readonly INSTANCE: string;
  /** Where metrics go by OTLP, when METRICS_OTLP is on; Lava has no such key. */
  readonly METRICS_OTLP: MetricsTarget | undefined;
  /** OpenWhisk's METRICS_LOG, METRICS_KAMON and so on, without LAVA_. */
  readonly METRICS: OpenWhiskSwitches;
}

/**
 * Flags win over the environment, and that over the default.
 * @throws OptionsError, one line, for anything that is unknown, missing or out of range.
 */
export function workerOptions(
  argv: readonly string[] = process.argv.slice(2),
  env: Environment = process.env,
): WorkerOptions {
  const flags = parse(argv);
  const given = (name: OptionName): string | undefined => {
    const flag = flags[name];
    const { env: variable, default: fallback } = OPTIONS[name] as OptionRow;
    return flag === undefined ? env[variable] || fallback : String(flag);
  };
  const realm = matching('realm', given('realm'), REALM_NAME, GRAMMAR_HELP.realm);
  const worker = matching('worker', given('worker'), WORKER_NAME, GRAMMAR_HELP.worker);
  const json = switchValue('--log-json', given('log-json'), false);
  return {
    realm,
    worker,
    heartbeat: heartbeatSeconds(given('heartbeat')!),
    destination: logTarget(given('log')!, env),
    format: oneOf('log-format', json ? 'json' : given('log-format')!, FORMAT_NAMES),
    level: oneOf('level', given('level')!.toUpperCase(), LEVELS),
    holdDebug: whole('hold-debug', given('hold-debug')!, 0, 100_000_000),
    tag: given('tag') ?? workerName(realm, worker),
    threads: whole('threads', given('threads')!, 1, 1000),
    wait: whole('wait', given('wait')!, 0, 20),
    sleep: whole('sleep', given('sleep')!, 0, 3600),
    retries: whole('retries', given('retries')!.replace(/^-\d+$/, '-1'), -1, 1000),
    queueUrl: given('queue'),
    config: configOf(env),
  };
}

// --- internal ---

type Environment = Readonly<Record<string, string | undefined>>;

interface OptionRow {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly env: string;
  readonly default?: string;
}

const OPTIONS = {
  realm: { type: 'string', short: 'r', env: 'LAVA_REALM' },
  worker: { type: 'string', short: 'w', env: 'LAVA_WORKER' },
  heartbeat: { type: 'string', short: 'b', env: 'LAVA_HEARTBEAT', default: '0' },
  log: { type: 'string', env: 'LAVA_LOG', default: 'stderr' },
  'log-json': { type: 'boolean', env: 'LAVA_LOG_JSON', default: 'false' },
  'log-format': { type: 'string', env: 'LAVA_LOG_FORMAT', default: 'text' },
  level: { type: 'string', short: 'l', env: 'LAVA_LOGLEVEL', default: 'info' },
  tag: { type: 'string', env: 'LAVA_TAG' },
  'hold-debug': { type: 'string', env: 'LAVA_HOLD_DEBUG', default: '0' },
  threads: { type: 'string', short: 't', env: 'LAVA_THREADS', default: '5' },
  wait: { type: 'string', env: 'LAVA_WAIT', default: '10' },
  sleep: { type: 'string', short: 's', env: 'LAVA_SLEEP', default: '10' },
  retries: { type: 'string', env: 'LAVA_RETRIES', default: '2' },
  queue: { type: 'string', short: 'q', env: 'QUEUE_URL' },
} as const satisfies Record<string, OptionRow>;

type OptionName = keyof typeof OPTIONS;

/**
 * What Lava's own start command says besides. A service manager keeps the worker running, its text has no colours,
 * and a worker that starts has nothing to wait for.
 */
const WITHOUT_EFFECT = {
  daemon: { type: 'boolean', short: 'd' },
  'jump-start': { type: 'boolean', short: 'j' },
  'no-colour': { type: 'boolean', short: 'c' },
  'no-color': { type: 'boolean' },
} as const;

/** Lava's lower bound: more frequent heartbeats only cost money. */
const MIN_HEARTBEAT_S = 30;

function parse(argv: readonly string[]): Partial<Record<OptionName, string | boolean>> {
  const options = Object.fromEntries(
    Object.entries(OPTIONS as Record<string, OptionRow>).map(([name, { type, short }]) => [
      name,
      short === undefined ? { type } : { type, short },
    ]),
  );
  try {
    const args = joinNegatives(argv);
    return parseArgs({ args, options: { ...options, ...WITHOUT_EFFECT } }).values as Partial<
      Record<OptionName, string | boolean>
    >;
  } catch (error) {
    const [problem] = (error as Error).message.split(/\.\s/);
    throw new OptionsError(`${problem![0]!.toLowerCase()}${problem!.slice(1)}; known are ${FLAGS}`);
  }
}

/** `--retries -1`, which Lava takes, is ambiguous to Node. */
function joinNegatives(argv: readonly string[]): string[] {
  const args: string[] = [];
  for (const arg of argv) {
    if (/^-\d+$/.test(arg) && /^--[a-z-]+$/.test(args.at(-1) ?? '')) args.push(`${args.pop()}=${arg}`);
    else args.push(arg);
  }
  return args;
}

const FLAGS = Object.keys(OPTIONS)
  .map((name) => `--${name}`)
  .join(', ');

function matching(name: OptionName, value: string | undefined, grammar: RegExp, help: string): string {
  if (value === undefined) throw new OptionsError(`no ${name}: give --${name} or ${OPTIONS[name].env}`);
  if (!grammar.test(value)) throw new OptionsError(`bad ${name} '${value}': ${help}`);
  return value;
}

function oneOf<T extends string>(name: OptionName, value: string, allowed: readonly T[]): T {
  if ((allowed as readonly string[]).includes(value)) return value as T;
  throw new OptionsError(
    `bad --${name} '${value.toLowerCase()}': allowed are ${allowed.join(', ').toLowerCase()}`,
  );
}

function whole(name: OptionName, value: string, min: number, max: number): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new OptionsError(`bad --${name} '${value}': give a whole number from ${min} to ${max}`);
}

function heartbeatSeconds(value: string): number {
  const seconds = value.trim() === '' ? Number.NaN : Number(value);
  if (
    seconds === 0 ||
    (Number.isInteger(seconds) && seconds >= MIN_HEARTBEAT_S && seconds <= MAX_HEARTBEAT_S)
  )
    return seconds;
  throw new OptionsError(
    `bad --heartbeat '${value}': give 0 for none or a whole number of seconds from ${MIN_HEARTBEAT_S} to ${MAX_HEARTBEAT_S}`,
  );
}

function logTarget(target: string, env: Environment): Destination {
  if (target === 'stderr' || target === 'stdout') return target;
  if (target === '') {
    throw new OptionsError(
      "bad --log '': give stderr, stdout, a file, @facility, otlp, cloudwatch:GROUP or otlp:cloudwatch:GROUP",
    );
  }
  if (target.startsWith('@')) return { syslog: lazy.syslogTarget().parseSyslogTarget(target) };
  if (target === 'otlp') {
    return lazy.otlpLogs().otlpLogs(lazy.otlpSettings().otlpTarget('logs', env));
  }
  if (target.startsWith(CLOUDWATCH))
    return lazy.cloudWatchLogs().cloudWatchLogs(logStream(CLOUDWATCH, target));
  if (target.startsWith(CLOUDWATCH_OTLP)) {
    const { compression, timeout, resource, disabled } = lazy.otlpSettings().otlpTarget('logs', env);
    const stream = logStream(CLOUDWATCH_OTLP, target);
    return lazy.cloudWatchOtlp().cloudWatchOtlpLogs({ ...stream, compression, timeout, resource, disabled });
  }
  return { file: target };
}

/** `cloudwatch:GROUP` or `cloudwatch:GROUP:STREAM`; neither name can hold a colon. */
const CLOUDWATCH = 'cloudwatch:';

/** The same by CloudWatch's OTLP endpoint. */
const CLOUDWATCH_OTLP = `otlp:${CLOUDWATCH}`;

function logStream(scheme: string, target: string): { group: string; stream: string | undefined } {
  const text = target.slice(scheme.length);
  const [, group, stream] = /^([\w./#-]{1,512})(?::([^:*]{1,512}))?$/.exec(text) ?? [];
  if (group !== undefined) return { group, stream };
  throw new OptionsError(`bad --log '${target}': give ${scheme}GROUP or ${scheme}GROUP:STREAM`);
}

function configOf(env: Environment): WorkerConfig {
  const metricsOtlp = switchValue('LAVA_METRICS_OTLP', env.LAVA_METRICS_OTLP, false);
  return {
    CW_NAMESPACE: env.LAVA_CW_NAMESPACE || METRIC_NAMESPACE,
    CW_METRICS_JOB: switchValue('LAVA_CW_METRICS_JOB', env.LAVA_CW_METRICS_JOB, false),
    CW_METRICS_JOBS: jobList('LAVA_CW_METRICS_JOBS', env.LAVA_CW_METRICS_JOBS),
    CW_METRICS_DELAY: switchValue('LAVA_CW_METRICS_DELAY', env.LAVA_CW_METRICS_DELAY, false),
    FRESH_JOBS: jobList('LAVA_FRESH_JOBS', env.LAVA_FRESH_JOBS),
    STATE_DIR: env.LAVA_STATE_DIR || env.STATE_DIRECTORY?.split(':')[0] || '',
    CW_METRICS_WORKER: switchValue('LAVA_CW_METRICS_WORKER', env.LAVA_CW_METRICS_WORKER, false),
    CW_METRICS_PERIOD: duration('LAVA_CW_METRICS_PERIOD', env.LAVA_CW_METRICS_PERIOD || '1m', UNIT_SECONDS.d),
    EVENT_TTL: duration('LAVA_EVENT_TTL', env.LAVA_EVENT_TTL || '2d'),
    HEARTBEAT_FILE: env.LAVA_HEARTBEAT_FILE ?? '',
    TMPDIR: env.LAVA_TMPDIR || join(tmpdir(), 'lava'),
    INSTANCE: env.LAVA_INSTANCE || hostname(),
    METRICS_OTLP: metricsOtlp ? lazy.otlpSettings().metricsTarget(env) : undefined,
    METRICS: lazy.openWhiskSwitches().openWhiskSwitches(env),
  };
}

/** `cmd/a,cmd/b`, or a JSON list: an id may be any text, commas included. */
function jobList(name: string, text = ''): string[] {
  if (!text.startsWith('[')) return text.split(',').filter(Boolean);
  try {
    const ids: unknown = JSON.parse(text);
    if (Array.isArray(ids) && ids.every((id) => typeof id === 'string')) return ids;
  } catch {}
  throw new OptionsError(`bad ${name} '${text}': give ids with commas between them, or a JSON list of ids`);
}

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

function duration(name: string, text: string, max = Number.POSITIVE_INFINITY): number {
  const [, amount, unit = 's'] = /^(\d+)([smhdw])?$/.exec(text) ?? [];
  const seconds = Number(amount) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS];
  if (seconds > max) throw new OptionsError(`bad ${name} '${text}': give at most ${max / UNIT_SECONDS.d}d`);
  if (seconds > 0) return seconds;
  throw new OptionsError(`bad ${name} '${text}': give a number above 0 and a unit, s, m, h, d or w, e.g. 1m`);
}
