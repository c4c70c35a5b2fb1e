import { PRICES, PRICES_COLLECTED, PRICES_REGION } from '../../cost';
import type { Experiment } from './experiment';

/** What an experiment costs at most, in USD: AWS bills metrics and alarms by the hour. */
export function probeCost({ alarms, composites, seconds }: Experiment): number {
  // An hour is begun at its start and maybe another at its end.
  const hours = Math.ceil(seconds / 3600) + 1;
  const fast = alarms.filter(({ Period = 60 }) => Number(Period) < 60).length;
  const monthly =
    CUSTOM_METRICS * PRICES.customMetric.usd +
    fast * PRICES.highResolutionAlarm.usd +
    (alarms.length - fast) * PRICES.standardAlarm.usd +
    composites.length * PRICES.compositeAlarm.usd;
  return (monthly * hours) / HOURS_OF_A_MONTH + (CALLS * REQUEST_USD) / 1000;
}

/** The cost in cents, rounded up, with the day of the price list. */
export function probeCostText(experiment: Experiment): string {
  const cents = Math.max(1, Math.ceil(probeCost(experiment) * 100));
  const made = `${experiment.alarms.length + experiment.composites.length} alarms, ${CUSTOM_METRICS} metrics and a queue`;
  return `makes ${made} for ${Math.round(experiment.seconds / 60)} minutes: at most ${cents} US cents (${PRICES_REGION}, list prices of ${PRICES_COLLECTED})`;
}

// --- internal ---

const HOURS_OF_A_MONTH = 730;
/** Those that get data. */
const CUSTOM_METRICS = 2;
/** More than there are of all kinds. */
const CALLS = 1_000;
/** For 1,000 requests, https://aws.amazon.com/cloudwatch/pricing/ */
const REQUEST_USD = 0.01;
