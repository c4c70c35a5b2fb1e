import { resolve } from 'node:path';
import {
  ASSUMED_LOAD,
  type CostReport,
  type Emission,
  estimateCost,
  estimateTemplateCost,
  type Load,
  PRICES,
  PRICES_COLLECTED,
  PRICES_REGION,
} from '../cost';
import { freshJobs } from '../realm/fresh-jobs';
import type { RealmConfig } from '../realm/realm-config';
import { measuredJobs } from '../realm/worker-environment';
import { counted } from '../text';
import { chosenTemplate } from './chosen-template';
import type { Io } from './io';
import { type CostDocument, jsonText } from './json-documents';
import { type TemplateChoice, templateReader } from './template-options';
import { UsageError } from './usage-error';
import { EXIT, type ExitCode, type OptionValues, type VerbRun } from './verb';

/** Prices a month of a realm at a stated load, or of what templates create. */
export const run: VerbRun = async (values, _positionals, io) => {
  const limit = values.max === undefined ? undefined : positive('max', values.max);
  const choice = await chosenTemplate('cost', values, io, { otherwise: 'dev' });
  const { document, lines } =
    choice.realm === undefined ? templatePriced(choice, values, io) : realmPriced(choice.realm, values, io);
  if (values.json) io.out(jsonText('cost', { ...document, collected: PRICES_COLLECTED }));
  else for (const line of lines) io.out(line);
  if (limit === undefined || document.usdPerMonth <= limit) return EXIT.ok;
  io.err(`cost: ${usd(document.usdPerMonth)} a month, allowed: ${usd(limit)}`);
  return EXIT.findings satisfies ExitCode;
};

// --- internal ---

interface Priced {
  readonly document: Omit<CostDocument, 'collected'>;
  readonly lines: readonly string[];
}

function realmPriced(realm: string, values: OptionValues, io: Io): Priced {
  const { loadRealms } = require('../realm/load-realms') as typeof import('../realm/load-realms');
  const given = givenLoad(values);
  const config = loadRealms(resolve(io.cwd, String(values.realms)), [realm])[0]!;
  const load: Load = { ...ASSUMED_LOAD, instances: leastInstances(config.workers), ...given };
  const template = templateReader(values, io.cwd)({ paths: [], realm });
  const report = estimateCost(template, emissionOf(config), load);
  return {
    document: { realm, load, ...report },
    lines: reportLines(realm, load, given, report),
  };
}

/** Alarms that cannot be played are billed all the same, by a number of metrics that is not known. */
function templatePriced(choice: TemplateChoice, values: OptionValues, io: Io): Priced {
  const load = Object.keys(LOAD_OPTIONS).find((option) => values[option] !== undefined);
  if (load !== undefined) {
    throw new UsageError(`cost: --template and --${load}: got both; a load is a realm's, give --realm`);
  }
  const template = templateReader(values, io.cwd)(choice);
  const report = estimateTemplateCost(template);
  const notPriced = template.incompleteAlarms.length + template.blindComposites.length;
  return {
    document: { ...report, notPriced },
    lines: [
      `what the template creates, at ${LIST_PRICES}; what is sent to it not included`,
      '',
      ...priceLines(report),
      ...(notPriced > 0 ? ['', `not priced: ${counted(notPriced, 'alarm')} left out of rehearsals`] : []),
    ],
  };
}

const LOAD_TEXTS = [
  ['jobs', 'jobs'],
  ['runsPerJobPerDay', 'runs of each job a day'],
  ['recordsPerRun', 'records that a run writes'],
] as const satisfies readonly (readonly [keyof typeof ASSUMED_LOAD, string])[];

/** Memory, swap, and the disk at / as the least of what the agent measures. */
const HOST_SERIES = 3;

const LOAD_OPTIONS = {
  instances: 'instances',
  jobs: 'jobs',
  runs: 'runsPerJobPerDay',
  records: 'recordsPerRun',
} as const satisfies Record<string, keyof Load>;

function givenLoad(values: OptionValues): Partial<Load> {
  const given = Object.entries(LOAD_OPTIONS)
    .filter(([option]) => values[option] !== undefined)
    .map(([option, key]) => [key, positive(option, values[option])]);
  return Object.fromEntries(given);
}

/** What runs at least; how far a fleet grows is up to its jobs. */
const leastInstances = (workers: RealmConfig['workers']): number =>
  workers.reduce((sum, { fleet }) => sum + fleet.instances.min, 0);

function positive(option: string, value: OptionValues[string]): number {
  const number = Number(value);
  if (String(value).trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new UsageError(`cost: --${option}: got '${value}', allowed: a number from 0`);
  }
  return number;
}

function emissionOf(config: RealmConfig): Emission {
  const { workers, metrics, logs, events } = config;
  const fresh = (by: 'metrics' | 'records') => Object.keys(freshJobs(config, by)).length;
  const created = workers.filter(({ fleet }) => fleet.created);
  return {
    detailedShare: created.length === 0 ? 0 : leastInstances(created) / Math.max(1, leastInstances(workers)),
    events: events !== false,
    heartbeatEverySeconds: Math.min(...workers.map(({ heartbeat }) => heartbeat.everySeconds)),
    workerMetrics: metrics.worker,
    jobMetrics: metrics.job,
    measuredJobs: measuredJobs(config).length,
    freshJobs: { measured: fresh('metrics'), recorded: fresh('records') },
    workers: workers.length,
    hostMetrics: HOST_SERIES * workers.filter(({ host }) => host).length,
    retentionDays: logs.retentionDays,
    copies: logs.heartbeatLogGroup === 'messages' ? 2 : 1,
    otlp: logs.route === 'otlp',
    // of machines that are there nobody knows
    metricsByOtlp: metrics.otlp && created.length > 0,
    masked: logs.mask,
  };
}

function reportLines(
  realm: string,
  load: Load,
  given: Partial<Load>,
  { lines, usdPerMonth, unknown = [] }: CostReport,
): string[] {
  const least = given.instances === undefined ? ', the least that its fleets have' : '';
  const said = (key: keyof typeof ASSUMED_LOAD) => (given[key] === undefined ? 'assumed' : 'as given');
  const dearest = lines.slice(0, 3).map(({ item }) => item);
  return [
    `realm ${realm} with ${load.instances} instances${least}`,
    ...LOAD_TEXTS.map(([key, unit]) => `${said(key)}: ${load[key]} ${unit}`),
    `${LIST_PRICES}; machines not included`,
    '',
    ...priceLines({ lines, usdPerMonth }),
    ...unknown.map((what) => `  unknown  ${what}: not in the sum`),
    ...(dearest.length > 0 ? ['', `dearest: ${dearest.join('; ')}`] : []),
  ];
}

function priceLines({ lines, usdPerMonth }: CostReport): string[] {
  return [
    ...lines.map(({ item, quantity, price, usd: amount }) => {
      const { usd: each, per } = PRICES[price];
      return `${usd(amount).padStart(9)}  ${item}: ${amountText(quantity)} x ${each} USD/${per}`;
    }),
    `${usd(usdPerMonth).padStart(9)}  a month`,
  ];
}

const LIST_PRICES = `list prices of ${PRICES_REGION} as of ${PRICES_COLLECTED}, without free tier`;

const usd = (amount: number): string => `${amount.toFixed(2)} USD`;

const amountText = (quantity: number): string => String(Math.round(quantity * 1_000) / 1_000);
