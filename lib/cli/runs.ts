import { GRAMMAR_HELP, JOB_ID, type RunStatus, realmNames } from '../contract';
import { type FoundRuns, type RunCriteria, runLine, runPorts, searchRuns } from '../operate';
import { instantOf } from '../rehearsal/backtest/timestamp';
import { meantDuration, parseDuration } from '../text';
import { deployedRealm, workerOption } from './deployed-realm';
import { jsonText } from './json-documents';
import { UsageError } from './usage-error';
import { EXIT, type OptionValues, type VerbRun } from './verb';

/** Prints the runs of a deployed realm that meet the options, newest first; none is a finding, as with grep. */
export const run: VerbRun = async (values, _positionals, io) => {
  const { config } = deployedRealm(values, io);
  if (!config.events) {
    throw new UsageError(
      `runs: realm ${config.realm} has no table of runs; 'events: true' in its file makes one, 'events: existing' takes the one that is there`,
    );
  }
  const worker = workerOption('runs', config, values.worker);
  const criteria = { ...criteriaOf(values, Date.now()), worker };
  const table = realmNames(config.realm, config.system).eventsTable;
  const [limit, pages] = [count('limit', values, 9_999_999), count('read', values, 999_999)];
  const ports = runPorts({ region: config.aws?.region, signal: io.signal });
  const found = await searchRuns(ports, criteria, { table, limit, pages });
  for (const item of found.runs) io.out(values.json ? jsonText('runs', item) : runLine(item));
  const cut = cutLine(found, table, limit, pages);
  if (cut !== undefined) io.err(`tiltmeter: ${cut}`);
  return found.runs.length > 0 ? EXIT.ok : EXIT.findings;
};

// --- internal ---

function cutLine({ cut }: FoundRuns, table: string, limit: number, pages: number): string | undefined {
  if (cut === 'limit') return `only the newest ${limit} runs are shown; --limit takes more`;
  if (cut === undefined) return undefined;
  return `stopped after ${pages} MB of table ${table}, and there is more, so that runs may be missing; --job asks for one job's alone, --read takes more`;
}

function criteriaOf(values: OptionValues, now: number): RunCriteria {
  const { job, run } = values;
  if (job !== undefined && !JOB_ID.test(String(job))) {
    throw new UsageError(`runs: --job: got '${job}', allowed: ${GRAMMAR_HELP.jobId}`);
  }
  if (run === '') throw new UsageError("runs: --run: got '', allowed: the id of a run");
  const [from, to] = [timeOf('since', values.since, now), timeOf('until', values.until, now)];
  if (from !== undefined && to !== undefined && from > to) {
    throw new UsageError(`runs: --since ${values.since} is later than --until ${values.until}`);
  }
  return {
    job: job as string | undefined,
    run: run as string | undefined,
    statuses: (values.status ?? []) as readonly RunStatus[],
    from,
    to,
  };
}

/** Epoch milliseconds of a duration before now or of an ISO time. */
function timeOf(name: string, value: OptionValues[string], now: number): number | undefined {
  if (value === undefined) return undefined;
  const seconds = parseDuration(String(value));
  const time = seconds ? now - seconds * 1000 : instantOf(value);
  if (time !== undefined) return time;
  throw new UsageError(
    `runs: --${name}: got '${value}'${meantDuration(value)}, allowed: a duration, such as 2h, or an ISO time, such as 2026-01-05T09:00Z`,
  );
}

function count(name: string, values: OptionValues, most: number): number {
  const text = String(values[name]);
  if (/^[1-9]\d{0,6}$/.test(text) && Number(text) <= most) return Number(text);
  throw new UsageError(`runs: --${name}: got '${text}', allowed: a whole number from 1 to ${most}`);
}
