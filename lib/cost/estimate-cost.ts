import { METRICS } from '../contract';
import type { MetricAlarm } from '../engine/model';
import type { TemplateModel } from '../rehearsal';
import { type Emission, INVOCATION_BYTES, type Load, OTLP_BYTES, RECORD_BYTES } from './load';
import { PRICES, type PriceKey } from './prices';

/** One line of the bill. */
export interface CostLine {
  readonly item: string;
  readonly quantity: number;
  readonly price: PriceKey;
  readonly usd: number;
}

export interface CostReport {
  /** The dearest first; nothing that costs nothing. */
  readonly lines: readonly CostLine[];
  readonly usdPerMonth: number;
  /** What is billed besides, by a price that is not known; absent where there is nothing. */
  readonly unknown?: readonly string[];
}

/** What of a template is billed. */
export type BilledTemplate = Pick<
  TemplateModel,
  'alarms' | 'compositeAlarms' | 'metricFilters' | 'dashboards' | 'keys'
>;

/** A month of what the template creates and of what its workers emit at the given load, at list prices. */
export function estimateCost(template: BilledTemplate, emission: Emission, load: Load): CostReport {
  const report = reportOf([...templateQuantities(template), ...emissionQuantities(emission, load)]);
  return emission.metricsByOtlp ? { ...report, unknown: [METRICS_BY_OTLP] } : report;
}

/** A month of what a template creates, at list prices, without what anybody sends to it. */
export function estimateTemplateCost(template: BilledTemplate): CostReport {
  return reportOf(templateQuantities(template));
}

// --- internal ---

type Quantity = readonly [item: string, price: PriceKey, quantity: number];

function templateQuantities(template: BilledTemplate): Quantity[] {
  const { alarms, compositeAlarms, metricFilters, dashboards, keys } = template;
  return [
    ['alarms, by metric watched', 'standardAlarm', alarmMetrics(alarms, isStandard)],
    ['high-resolution alarms', 'highResolutionAlarm', alarmMetrics(alarms, (a) => !isStandard(a))],
    ['composite alarms', 'compositeAlarm', compositeAlarms.length],
    ['metrics from log filters', 'customMetric', logMetrics(metricFilters)],
    ['dashboards', 'dashboard', dashboards.length],
    ['encryption keys', 'kmsKey', keys.length],
  ];
}

function emissionQuantities(emission: Emission, load: Load): Quantity[] {
  const measuredJobs = emission.jobMetrics ? load.jobs : Math.min(emission.measuredJobs, load.jobs);
  const { ingested, stored } = gigabytes(emission, load);
  const { measured, recorded } = emission.freshJobs;
  return [
    [
      'worker metrics, by instance',
      'customMetric',
      emission.workerMetrics ? perInstance * load.instances : 0,
    ],
    ['host metrics, by worker', 'customMetric', emission.hostMetrics],
    [
      'detailed monitoring, by instance',
      'customMetric',
      DETAILED_METRICS * emission.detailedShare * load.instances,
    ],
    ['RunDelay, by worker', 'customMetric', measuredJobs > 0 ? emission.workers : 0],
    ['RunTime and JobFailed, by job', 'customMetric', 2 * measuredJobs],
    ['SecondsSinceSuccess, by job', 'customMetric', measured + recorded],
    ...freshnessQuantities(emission),
    ['log records ingested', 'logsIngested', ingested],
    ['log records searched for secrets', 'dataProtection', emission.masked ? ingested : 0],
    ['log records stored', 'logsStored', (stored * emission.retentionDays) / DAYS],
    ['queue requests', 'sqsRequests', queueRequests(load) / 1e6],
    ['dispatch invocations', 'lambdaRequests', runs(load) / 1e6],
    ['run events written', 'tableWrites', emission.events ? (runs(load) * WRITES_PER_RUN) / 1e6 : 0],
  ];
}

/** Of the function that is called each minute to say how old the last success of jobs is. */
function freshnessQuantities({ freshJobs: { recorded }, events }: Emission): Quantity[] {
  if (recorded === 0) return [];
  const bytes = MINUTES * (recorded * RECORD_BYTES.freshness + INVOCATION_BYTES);
  return [
    ['calls of the freshness of jobs', 'schedulerInvocations', MINUTES / 1e6],
    ['invocations for it', 'lambdaRequests', MINUTES / 1e6],
    ['time of the function for it', 'lambdaTime', MINUTES * FRESHNESS_GB_SECONDS],
    ['records of it', 'logsIngested', bytes / BYTES_PER_GIGABYTE],
    ['runs read for it', 'tableReads', events ? (MINUTES * recorded) / 1e6 : 0],
  ];
}

function reportOf(quantities: readonly Quantity[]): CostReport {
  const lines = quantities
    .filter(([, , quantity]) => quantity > 0)
    .map(([item, price, quantity]) => ({ item, price, quantity, usd: quantity * PRICES[price].usd }))
    .sort((a, b) => b.usd - a.usd);
  return { lines, usdPerMonth: lines.reduce((sum, { usd }) => sum + usd, 0) };
}

/**
 * Source of the unit: metrics-otel-pricing of the CloudWatch User Guide, which names no price. What size counts of a request as
 * JSON is not said either.
 */
const METRICS_BY_OTLP = 'metrics by OTLP, which CloudWatch bills by the gigabyte ingested';

const DAYS = 30;
const SECONDS = DAYS * 86_400;
const MINUTES = SECONDS / 60;

/** A quarter of a second, most of which it waits, with 256 MB. */
const FRESHNESS_GB_SECONDS = 0.25 * 0.25;
const BYTES_PER_GIGABYTE = 2 ** 30;

/** A worker's long poll ends after 20 s at the latest. */
const POLLS_PER_MONTH = SECONDS / 20;

/** What EC2 publishes of an instance each minute, and bills as custom metrics. */
const DETAILED_METRICS = 7;

/** It starts, runs and ends; the index by time is written as often as the table. */
const WRITES_PER_RUN = 3 * 2;

/** Send, receive and delete. */
const REQUESTS_PER_RUN = 3;

/** Series of one instance; the deprecated alias is not emitted unless asked for. */
const perInstance = Object.values(METRICS).filter(
  ({ name, dimensions }) =>
    (dimensions as readonly string[]).includes('Instance') && name !== 'PercentDiskUsed',
).length;

const runs = (load: Load): number => load.jobs * load.runsPerJobPerDay * DAYS;

const queueRequests = (load: Load): number =>
  load.instances * POLLS_PER_MONTH + runs(load) * REQUESTS_PER_RUN;

/** What a transformer makes of a record is stored in its place: it has the fields beside the body that they are in. */
function gigabytes(emission: Emission, load: Load): { ingested: number; stored: number } {
  const heartbeats = (load.instances * SECONDS) / emission.heartbeatEverySeconds;
  const jobRecords = runs(load) * load.recordsPerRun;
  const metricRecords = emission.workerMetrics ? (load.instances * SECONDS) / 60 : 0;
  const records = heartbeats * RECORD_BYTES.heartbeat + jobRecords * RECORD_BYTES.job;
  const around = emission.otlp ? (heartbeats + jobRecords) * OTLP_BYTES : 0;
  const bytes = records + around + metricRecords * RECORD_BYTES.workerMetrics;
  const ingested = (bytes * emission.copies) / BYTES_PER_GIGABYTE;
  return { ingested, stored: ingested + (emission.otlp ? records / BYTES_PER_GIGABYTE : 0) };
}

/** CloudWatch bills an alarm on metric math once for every metric that it lists. */
function alarmMetrics(alarms: readonly MetricAlarm[], of: (alarm: MetricAlarm) => boolean): number {
  return alarms
    .filter(of)
    .reduce((sum, { metrics }) => sum + (metrics?.filter(({ metricStat }) => metricStat).length ?? 1), 0);
}

function isStandard({ metric, metrics }: MetricAlarm): boolean {
  const periods = metric ? [metric.period] : (metrics ?? []).map((query) => query.metricStat?.period ?? 60);
  return Math.min(...periods) >= 60;
}

/** A filter without dimensions makes one series; filters that share a metric share it. */
function logMetrics(filters: TemplateModel['metricFilters']): number {
  return new Set(filters.map(({ metricNamespace, metricName }) => `${metricNamespace}/${metricName}`)).size;
}
