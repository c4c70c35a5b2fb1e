import { resolve } from 'node:path';
import {
  type CostReport,
  DEFAULT_LOAD,
  type Emission,
  estimateCost,
  type Load,
  PRICES,
  PRICES_COLLECTED,
  PRICES_REGION,
} from '../cost';
import { loadRealms } from '../realm/load-realms';
import { templateReader } from './template-options';
import { UsageError } from './usage-error';
import { EXIT, type ExitCode, type OptionValues, type VerbRun } from './verb';

/** Prices a month of a realm at a stated load. */
export const run: VerbRun = async (values, _positionals, io) => {
  const realm = String(values.realm);
  const limit = values.max === undefined ? undefined : positive('max', values.max);
  const load = loadOf(values);
  const emission = emissionOf(realm, String(values.realms), io.cwd);
  const report = estimateCost(templateReader(values, io.cwd)({ paths: [], realm }), emission, load);
  if (values.json) io.out(JSON.stringify({ realm, load, ...report, collected: PRICES_COLLECTED }));
  else for (const line of reportLines(realm, load, report)) io.out(line);
  if (limit === undefined || report.usdPerMonth <= limit) return EXIT.ok;
  io.err(`cost: ${usd(report.usdPerMonth)} a month, allowed: ${usd(limit)}`);
  return EXIT.findings satisfies ExitCode;
};

// --- internal ---

/** Memory, swap, and the disk at / as the least of what the agent measures. */
const HOST_SERIES = 3;

const LOAD_OPTIONS = {
  instances: 'instances',
  jobs: 'jobs',
  runs: 'runsPerJobPerDay',
  records: 'recordsPerRun',
} as const satisfies Record<string, keyof Load>;

function loadOf(values: OptionValues): Load {
  const given = Object.entries(LOAD_OPTIONS)
    .filter(([option]) => values[option] !== undefined)
    .map(([option, key]) => [key, positive(option, values[option])]);
  return { ...DEFAULT_LOAD, ...Object.fromEntries(given) };
}

function positive(option: string, value: OptionValues[string]): number {
  const number = Number(value);
  if (String(value).trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new UsageError(`cost: --${option}: got '${value}', allowed: a number from 0`);
  }
  return number;
}

function emissionOf(realm: string, realms: string, cwd: string): Emission {
  const [config] = loadRealms(resolve(cwd, realms), [realm]);
  const { workers, metrics, jobs, logs } = config!;
  return {
    heartbeatEverySeconds: Math.min(...workers.map(({ heartbeat }) => heartbeat.everySeconds)),
    workerMetrics: metrics.worker,
    jobMetrics: metrics.job,
    measuredJobs: jobs.length,
    workers: workers.length,
    hostMetrics: HOST_SERIES * workers.filter(({ host }) => host).length,
    retentionDays: logs.retentionDays,
    masked: logs.mask,
  };
}

function reportLines(realm: string, load: Load, { lines, usdPerMonth }: CostReport): string[] {
  const dearest = lines.slice(0, 3).map(({ item }) => item);
  return [
    `realm ${realm} with ${load.instances} instances, ${load.jobs} jobs, ${load.runsPerJobPerDay} runs a job and day`,
    `list prices of ${PRICES_REGION} as of ${PRICES_COLLECTED}, without free tier; machines not included`,
    '',
    ...lines.map(({ item, quantity, price, usd: amount }) => {
      const { usd: each, per } = PRICES[price];
      return `${usd(amount).padStart(9)}  ${item}: ${amountText(quantity)} x ${each} USD/${per}`;
    }),
    `${usd(usdPerMonth).padStart(9)}  a month`,
    ...(dearest.length > 0 ? ['', `dearest: ${dearest.join('; ')}`] : []),
  ];
}

const usd = (amount: number): string => `${amount.toFixed(2)} USD`;

const amountText = (quantity: number): string => String(Math.round(quantity * 1_000) / 1_000);
