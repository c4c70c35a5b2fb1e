import { setTimeout as sleep } from 'node:timers/promises';
import { type EventType, GRAMMAR_HELP, JOB_ID, type Level, realmNames } from '../contract';
import { compileFilterPattern } from '../engine';
import { criteriaPattern, followRecords, recordJson, recordLine } from '../operate';
import type { RealmConfig } from '../realm/realm-config';
import { meantDuration, parseDuration } from '../text';
import { deployedRealm, workerOption } from './deployed-realm';
import type { Io } from './io';
import { UsageError } from './usage-error';
import { EXIT, type OptionValues, type VerbRun } from './verb';

/** Prints the records of a deployed realm that meet the options; none is a finding, as with grep. */
export const run: VerbRun = async (values, _positionals, io) => {
  const { config, ports } = deployedRealm(values, io);
  const query = {
    logGroup: realmNames(config.realm, config.system).logGroup,
    pattern: patternOf(values, config),
    from: Date.now() - since(values.since) * 1000,
  };
  const limit = limitOf(values);
  const print = values.json ? recordJson : recordLine;
  let found = 0;
  try {
    for await (const record of followRecords(ports, query, { pause: () => pause(values, io) })) {
      io.out(print(record));
      found += 1;
      if (found < limit) continue;
      io.err(`tiltmeter: stopped after ${limit} records; --limit takes more, --since less`);
      break;
    }
  } catch (error) {
    if (!io.signal.aborted) throw error;
  }
  return found > 0 || values.follow ? EXIT.ok : EXIT.findings;
};

// --- internal ---

const FOLLOW_MS = 2_000;

/** FilterLogEvents allows few calls a second for an account, so following asks now and then. */
async function pause(values: OptionValues, { signal }: Io): Promise<boolean> {
  if (!values.follow || signal.aborted) return false;
  await sleep(FOLLOW_MS, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}

/** The options that make the pattern, and what each may be. */
const CRITERIA: Readonly<Record<string, { allowed: string; isAllowed: (text: string) => boolean }>> = {
  job: { allowed: GRAMMAR_HELP.jobId, isAllowed: (text) => JOB_ID.test(text) },
  run: { allowed: 'the id of a run, a UUID', isAllowed: (text) => /^[\da-f-]{36}$/i.test(text) },
};

function patternOf(values: OptionValues, config: RealmConfig): string {
  const { pattern } = values;
  const given = ['worker', 'event', 'level', ...Object.keys(CRITERIA)].filter(
    (name) => values[name] !== undefined,
  );
  if (pattern !== undefined) {
    if (given.length > 0) throw new UsageError(`logs: give --pattern or --${given[0]}, not both`);
    compileFilterPattern(String(pattern));
    return String(pattern);
  }
  const worker = workerOption('logs', config, values.worker);
  const text = (name: string) => criterion(name, values[name]);
  return criteriaPattern({
    realm: config.realm,
    system: config.system,
    worker,
    job: text('job'),
    run: text('run'),
    event: values.event as EventType | undefined,
    level: values.level as Level | undefined,
    dispatcher: worker === undefined,
  });
}

function criterion(name: string, value: OptionValues[string]): string | undefined {
  if (value === undefined) return undefined;
  const text = String(value);
  const { allowed, isAllowed } = CRITERIA[name]!;
  if (isAllowed(text)) return text;
  throw new UsageError(`logs: --${name}: got '${value}', allowed: ${allowed}`);
}

function since(value: OptionValues[string]): number {
  const seconds = parseDuration(String(value));
  if (seconds) return seconds;
  throw new UsageError(
    `logs: --since: got '${value}'${meantDuration(value)}, allowed: a duration, such as 15m or 2h`,
  );
}

function limitOf({ limit, follow }: OptionValues): number {
  if (follow) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,6}$/.test(String(limit))) return Number(limit);
  throw new UsageError(`logs: --limit: got '${limit}', allowed: a whole number from 1 to 9999999`);
}
