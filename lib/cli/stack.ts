import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { USER_EVENT_PRESETS, type UserEventPresetName } from '../contract';
import { makeFolders } from '../local/make-folders';
import { loadRealms } from '../realm/load-realms';
import { objectiveTerms } from '../realm/objective-terms';
import type { Incident } from '../rehearsal';
import {
  COLLECTORS,
  type CollectorName,
  cloudWatchCollector,
  lokiStack,
  STACK_LEVELS,
  type StackFile,
  type StackLevelName,
} from '../stack';
import { INCIDENT_TESTS } from '../stack/rules/incident-tests';
import { incidentFiles, readIncidents } from './incident-files';
import { UsageError } from './usage-error';
import { EXIT, type OptionValues, type VerbRun } from './verb';

/** Writes the files of a stack, or of a collector in front of CloudWatch, and says how to start it. */
export const run: VerbRun = async (values, positionals, io) => {
  if (positionals.length !== 1) throw new UsageError('stack: give one kind of stack');
  const [kind] = positionals;
  if (values.out === undefined) throw new UsageError('stack: --out is missing, give the directory to write');
  const given = String(values.out);
  const out = resolve(io.cwd, given);
  const name = String(values.realm);
  const [realm] = loadRealms(resolve(io.cwd, String(values.realms)), [name]);
  if (kind === 'cloudwatch') {
    refuseOthers(values);
    const file = cloudWatchCollector(realm!);
    refuseFilled(out, given, values.force === true);
    write(out, [file]);
    io.out(join(given, file.path));
    io.err(`tiltmeter: start it with: otelcol-contrib --config=${join(given, file.path)}`);
    return EXIT.ok;
  }
  const webhook = webhookOf(values);
  const files = lokiStack({
    level: chosen<StackLevelName>(values, 'level', Object.keys(STACK_LEVELS)),
    userEvents: chosen<UserEventPresetName>(values, 'user-events', Object.keys(USER_EVENT_PRESETS)),
    realm: { ...realm!, objectives: objectiveTerms(realm!) },
    collector: chosen<CollectorName>(values, 'collector', COLLECTORS),
    webhook,
    incidents: incidentsOf(values, io.cwd, name),
  });
  refuseFilled(out, given, values.force === true);
  write(out, files);
  for (const { path } of files) io.out(join(given, path));
  if (values.incidents !== undefined && !files.some(({ path }) => path === INCIDENT_TESTS)) {
    io.err(
      `tiltmeter: ${INCIDENT_TESTS} is not written: no incident in '${values.incidents}' is for realm ${name}, at most 6 h long and without a template`,
    );
  }
  if (webhook === undefined && realm!.aws === undefined) {
    io.err(
      'tiltmeter: alerts are shown but nobody is told: give --webhook, or aws: in the realm file for SNS',
    );
  }
  io.err(`tiltmeter: start it with: docker compose --project-directory ${given} up -d`);
  return EXIT.ok;
};

// --- internal ---

/** Options without a default that say something of a stack of containers. */
const OF_LOKI = ['level', 'webhook', 'incidents'] as const;

function refuseOthers(values: OptionValues): void {
  const other = OF_LOKI.find((option) => values[option] !== undefined);
  if (other === undefined) return;
  throw new UsageError(`stack cloudwatch: --${other} is an option of stack loki; leave it out`);
}

function chosen<T extends string>(values: OptionValues, option: string, allowed: readonly string[]): T {
  const value = values[option];
  if (value === undefined)
    throw new UsageError(`stack: --${option} is missing, allowed: ${allowed.join(', ')}`);
  return value as T;
}

function webhookOf({ webhook }: OptionValues): string | undefined {
  if (webhook === undefined) return undefined;
  const url = String(webhook);
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  throw new UsageError(`stack: --webhook: got '${url}', allowed: a URL that begins with http:// or https://`);
}

function incidentsOf({ incidents }: OptionValues, cwd: string, realm: string): readonly Incident[] {
  if (incidents === undefined) return [];
  return readIncidents(incidentFiles([String(incidents)], cwd, 'stack'), cwd, realm);
}

function refuseFilled(out: string, given: string, force: boolean): void {
  if (force) return;
  let entries: string[];
  try {
    entries = readdirSync(out);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw new UsageError(
      `stack: --out: cannot use '${given}': ${code === 'ENOTDIR' ? 'not a directory' : code}`,
    );
  }
  if (entries.length === 0) return;
  throw new UsageError(
    `stack: --out: '${given}' holds files, such as '${entries.sort()[0]}'; ` +
      'give a new or empty directory, or --force to overwrite the files of a stack and keep the rest',
  );
}

function write(out: string, files: readonly StackFile[]): void {
  for (const { path, text } of files) {
    const file = join(out, path);
    try {
      makeFolders(dirname(file));
      writeFileSync(file, text);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(`stack: cannot write ${file}: ${code}; give a directory that you may write to`);
    }
  }
}
