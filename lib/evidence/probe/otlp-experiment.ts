import { PRICES, PRICES_COLLECTED, PRICES_REGION } from '../../cost';
import { PROBE_PREFIX } from './experiment';

/** How a record comes to the log group of an OTLP experiment. */
export const OTLP_WAYS = ['body', 'attributes', 'emf', 'line'] as const;
export type OtlpWay = (typeof OTLP_WAYS)[number];

/** An experiment with CloudWatch's OTLP endpoints: what is made in an account, and what is looked for. */
export interface OtlpExperiment {
  /** Begins the log group's name, so that nothing else is deleted. */
  readonly prefix: string;
  readonly logGroup: string;
  readonly logStream: string;
  /** PutTransformer's: that of a group to which a realm's records come by OTLP. */
  readonly transformer: readonly object[];
  /** PutMetricFilter's patterns, which read what the transformer makes of a record; a document has its metric in it. */
  readonly filters: readonly { readonly way: OtlpWay; readonly pattern: string }[];
  readonly namespace: string;
  /** The worker that writes a way's record, and the metric that counts it. */
  readonly nameOf: (way: OtlpWay) => string;
  /** A metric that is sent by OTLP. */
  readonly otlpMetric: string;
  /** Seconds for which it is looked for. */
  readonly seconds: number;
}

/** @param run tells two experiments apart, e.g. six hex digits */
export function otlpExperimentOf(run: string): OtlpExperiment {
  const prefix = `${PROBE_PREFIX}${run}-`;
  const nameOf = (way: OtlpWay) => `${way}-${run}`;
  const top = (way: OtlpWay) => `{ ($.event_source = "lava-worker") && ($.worker = "${nameOf(way)}") }`;
  return {
    prefix,
    logGroup: `${prefix}otlp`,
    logStream: 'probe',
    transformer: [{ parseJSON: { source: '@message' } }, { parseJSON: { source: 'body' } }],
    filters: [
      { way: 'body', pattern: top('body') },
      { way: 'attributes', pattern: `{ $.resource.attributes.worker = "${nameOf('attributes')}" }` },
      { way: 'line', pattern: top('line') },
    ],
    namespace: 'Tiltmeter/Probe',
    nameOf,
    otlpMetric: `TiltmeterProbe${run}`,
    seconds: 20 * 60,
  };
}

/** What is seen in the account. */
export interface OtlpFindings {
  /** Each way's record, as it is stored; absent when none was found. */
  readonly stored: Readonly<Partial<Record<OtlpWay, string>>>;
  /** What the transformer makes of it, or the error in its place. */
  readonly transformed: Readonly<Partial<Record<OtlpWay, string>>>;
  /** Seconds from sending until GetMetricData has a way's metric. */
  readonly countedAfter: Readonly<Partial<Record<OtlpWay, number>>>;
  /** Namespaces in which ListMetrics has the metric that was sent by OTLP. */
  readonly namespaces: readonly string[];
  /** Seconds from sending until the last look. */
  readonly looked: number;
}

/** The answers, a line each: what was not seen is said so, and nothing is concluded from it. */
export function otlpAnswers(findings: OtlpFindings): string[] {
  const { stored, transformed, countedAfter, namespaces, looked } = findings;
  const within = `within ${Math.round(looked)} s`;
  const ways = OTLP_WAYS.flatMap((way) => {
    const message = stored[way];
    return [
      `${NAMES[way]}: ${message === undefined ? `not found ${within}` : `stored as ${shapeOf(message)}`}`,
      ...(message === undefined || way === 'emf' ? [] : [`  the transformer: ${madeOf(transformed[way])}`]),
      `  its metric: ${countedAfter[way] === undefined ? `not seen ${within}` : `after ${Math.round(countedAfter[way])} s`}`,
    ];
  });
  const seen =
    namespaces.length === 0
      ? `in no namespace ${within}; it may take 15 minutes`
      : `in ${namespaces.join(', ')}`;
  return [...ways, `a metric by OTLP: ListMetrics has it ${seen}; an alarm sees it where it is listed`];
}

/** What it costs at most, in US cents, and what is not known of it. */
export function otlpCostText({ seconds }: OtlpExperiment): string {
  const hours = Math.ceil(seconds / 3600) + 1;
  const usd =
    (OTLP_WAYS.length * PRICES.customMetric.usd * hours) / HOURS_OF_A_MONTH + (CALLS * REQUEST_USD) / 1000;
  const cents = Math.max(1, Math.ceil(usd * 100));
  return (
    `makes a log group with a transformer and ${OTLP_WAYS.length - 1} metric filters, and ${OTLP_WAYS.length} metrics, for up to ` +
    `${seconds / 60} minutes: at most ${cents} US cents (${PRICES_REGION}, list prices of ${PRICES_COLLECTED}), and a data point by OTLP, ` +
    'of which no page says the price'
  );
}

// --- internal ---

const NAMES: Readonly<Record<OtlpWay, string>> = {
  body: 'a record by OTLP whose body is a line of JSON',
  attributes: 'a record by OTLP with attributes, as of an SDK',
  emf: 'a document of the embedded metric format by OTLP',
  line: 'a line by PutLogEvents',
};

const HOURS_OF_A_MONTH = 730;
/** More than there are of all kinds. */
const CALLS = 1_000;
/** For 1,000 requests, https://aws.amazon.com/cloudwatch/pricing/ */
const REQUEST_USD = 0.01;

function membersOf(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function shapeOf(message: string): string {
  const members = membersOf(message);
  return members === undefined ? 'a text that is no JSON' : `JSON with ${Object.keys(members).join(', ')}`;
}

function madeOf(text: string | undefined): string {
  const members = membersOf(text);
  if (members === undefined) return text === undefined ? 'not asked' : `says ${text}`;
  return 'event_source' in members
    ? 'has event_source at the top'
    : `has ${Object.keys(members).join(', ')} at the top`;
}
