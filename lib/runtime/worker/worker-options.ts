import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GRAMMAR_HELP, REALM_NAME, SYSTEM_NAME, WORKER_NAME } from '../../contract/grammar';
import { workerName } from '../../contract/names';
import { LEVELS } from '../../contract/records';
import { SYSTEM_VARIABLE, systemNamespace, variablePrefix } from '../../contract/system';
import { MAX_HEARTBEAT_S } from '../heartbeat/heartbeat';
import { FORMAT_NAMES, type FormatName } from '../logger/format';
import type { LevelName } from '../logger/level';
import type { OpenWhiskSwitches } from '../metrics/openwhisk-switches';
import { OptionsError } from '../options-error';
import type { MetricsTarget } from '../otlp/otlp-settings';
import type { Destination } from '../sink/destination';
import { switchValue } from '../switch-value';
import { systemOf } from '../system';
import { lazy } from './lazy';

/** How a worker was started: Lava's options, from flags or the environment. */
export interface WorkerOptions {
  /** Name of the job system; the names of the variables begin with it. */
  readonly system: string;
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
  /** Lava's configuration keys, from LAVA_<KEY>; of system `acme` from ACME_<KEY>. */
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
  /** OpenWhisk's METRICS_LOG, METRICS_KAMON and so on, whose names no system leads. */
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
    return flag === undefined ? env[variableOf(name, prefix)] || rowOf(name).default : String(flag);
  };
  const system = systemOf(flags.system as string | undefined, env);
  const prefix = variablePrefix(system);
  if (!SYSTEM_NAME.test(system)) throw new OptionsError(`bad system '${system}': ${GRAMMAR_HELP.system}`);
  const name = (of: 'realm' | 'worker', grammar: RegExp) => matching(of, given(of), grammar, prefix);
  const realm = name('realm', REALM_NAME);
  const worker = name('worker', WORKER_NAME);
  const json = switchValue('--log-json', given('log-json'), false);
  return {
    system,
    realm,
    worker,
    heartbeat: heartbeatSeconds(given('heartbeat')!),
    destination: logTarget(given('log')!, env),
    format: oneOf('log-format', json ? 'json' : given('log-format')!, FORMAT_NAMES),
    level: oneOf('level', given('level')!.toUpperCase(), LEVELS),
    holdDebug: whole('hold-debug', given('hold-debug')!, 0, 100_000_000),
    tag: given('tag') ?? workerName(realm, worker, system),
    threads: whole('threads', given('threads')!, 1, 1000),
    wait: whole('wait', given('wait')!, 0, 20),
    sleep: whole('sleep', given('sleep')!, 0, 3600),
    retries: whole('retries', given('retries')!.replace(/^-\d+$/, '-1'), -1, 1000),
    queueUrl: given('queue'),
    config: configOf(env, system),
  };
}

// --- internal ---

type Environment = Readonly<Record<string, string | undefined>>;

interface OptionRow {
  /** @default 'string' */
  readonly type?: 'boolean';
  readonly short?: string;
  /** Key of its variable, after the system's prefix. @default the option's name */
  readonly key?: string;
  /** Its variable, whatever the system. */
  readonly variable?: string;
  readonly default?: string;
}

const OPTIONS = {
  realm: { short: 'r' },
  worker: { short: 'w' },
  heartbeat: { short: 'b', default: '0' },
  log: { default: 'stderr' },
  'log-json': { type: 'boolean', default: 'false' },
  'log-format': { default: 'text' },
  level: { short: 'l', key: 'LOGLEVEL', default: 'info' },
  tag: {},
  'hold-debug': { default: '0' },
  threads: { short: 't', default: '5' },
  wait: { default: '10' },
  sleep: { short: 's', default: '10' },
  retries: { default: '2' },
  queue: { short: 'q', variable: 'QUEUE_URL' },
  system: { variable: SYSTEM_VARIABLE },
} as const satisfies Record<string, OptionRow>;

type OptionName = keyof typeof OPTIONS;

const rowOf = (name: OptionName): OptionRow => OPTIONS[name];

function variableOf(name: OptionName, prefix: string): string {
  const { variable, key = name.toUpperCase().replaceAll('-', '_') } = rowOf(name);
  return variable ?? prefix + key;
}

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
    Object.entries(OPTIONS as Record<string, OptionRow>).map(([name, { type = 'string', short }]) => [
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

function matching(
  name: 'realm' | 'worker',
  value: string | undefined,
  grammar: RegExp,
  prefix: string,
): string {
  if (value === undefined)
    throw new OptionsError(`no ${name}: give --${name} or ${variableOf(name, prefix)}`);
  if (!grammar.test(value)) throw new OptionsError(`bad ${name} '${value}': ${GRAMMAR_HELP[name]}`);
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
  if (target === '') throw new OptionsError(`bad --log '': ${LOG_HELP}`);
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
  if (NO_FILE.test(target))
    throw new OptionsError(`bad --log '${target}': ${LOG_HELP}; a file of this name is ./${target}`);
  return { file: target };
}

const LOG_HELP = 'give stderr, stdout, a file, @facility, otlp, cloudwatch:GROUP or otlp:cloudwatch:GROUP';

/** A word of ours in other letters, or with something behind it, and an address: nobody who writes these means a file. */
const NO_FILE = /^\s*(?:std(?:err|out)|otlp|cloudwatch)\s*$|^\s*[a-z][\w+.-]+:/i;

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

function configOf(env: Environment, system: string): WorkerConfig {
  const prefix = variablePrefix(system);
  const of = (key: string) => env[prefix + key];
  const isOn = (key: string) => switchValue(prefix + key, of(key), false);
  const jobs = (key: string) => jobList(prefix + key, of(key));
  const seconds = (key: string, otherwise: string, max?: number) =>
    duration(prefix + key, of(key) || otherwise, max);
  return {
    CW_NAMESPACE: of('CW_NAMESPACE') || systemNamespace(system),
    CW_METRICS_JOB: isOn('CW_METRICS_JOB'),
    CW_METRICS_JOBS: jobs('CW_METRICS_JOBS'),
    CW_METRICS_DELAY: isOn('CW_METRICS_DELAY'),
    FRESH_JOBS: jobs('FRESH_JOBS'),
    STATE_DIR: of('STATE_DIR') || env.STATE_DIRECTORY?.split(':')[0] || '',
    CW_METRICS_WORKER: isOn('CW_METRICS_WORKER'),
    CW_METRICS_PERIOD: seconds('CW_METRICS_PERIOD', '1m', UNIT_SECONDS.d),
    EVENT_TTL: seconds('EVENT_TTL', '2d'),
    HEARTBEAT_FILE: of('HEARTBEAT_FILE') ?? '',
    TMPDIR: of('TMPDIR') || join(tmpdir(), system),
    INSTANCE: of('INSTANCE') || hostname(),
    METRICS_OTLP: isOn('METRICS_OTLP') ? lazy.otlpSettings().metricsTarget(env) : undefined,
    METRICS: lazy.openWhiskSwitches().openWhiskSwitches(env, system),
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
