import { createServer, type Server } from 'node:http';
import { IDLE_CLIENT_MS, SERVER_LIMITS } from '../../time-limit/server-limits';
import type { LabelSet } from './metric-spec';
import type { Metrics } from './metrics';
import type { Counter, Gauge, Histogram, Series } from './series';
import { allowedHosts, isServedHost, REFUSED_HOST } from './served-host';

export const PROMETHEUS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Every series in Prometheus's text format. What depends on a series alone is rendered once. */
export function prometheusText({ store }: Pick<Metrics, 'store'>): string {
  const families = new Map<string, string>();
  for (const series of store.all()) {
    const text = texts.get(series) ?? textOf(series, store);
    families.set(text.family, (families.get(text.family) ?? text.header) + text.render());
  }
  let whole = '';
  for (const family of families.values()) whole += family;
  return whole;
}

export interface PrometheusEndpointProps {
  readonly metrics: Metrics;
  /** @default any free port */
  readonly port?: number;
  /** @default '127.0.0.1': nobody else's business */
  readonly host?: string;
  /**
   * Names with a dot by which it is asked, such as `worker.example.com`; others are refused, against pages that rebind theirs.
   * @default none: addresses and names without a dot
   */
  readonly allowHosts?: readonly string[];
}

/** Serves GET /metrics; resolves when it listens. It does not keep the process alive. */
export function servePrometheus({
  metrics,
  port = 0,
  host = '127.0.0.1',
  allowHosts = [],
}: PrometheusEndpointProps): Promise<Server> {
  const allowed = allowedHosts(allowHosts);
  const server = createServer(SERVER_LIMITS, (request, response) => {
    if (!isServedHost(request.headers.host, allowed)) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end(REFUSED_HOST);
      return;
    }
    const found = request.method === 'GET' && request.url?.split('?')[0] === '/metrics';
    response.writeHead(found ? 200 : 404, { 'content-type': PROMETHEUS_CONTENT_TYPE });
    response.end(found ? prometheusText(metrics) : 'try GET /metrics\n');
  });
  server.setTimeout(IDLE_CLIENT_MS);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server.unref()));
  });
}

// --- internal ---

interface SeriesText {
  readonly family: string;
  /** HELP and TYPE. */
  readonly header: string;
  readonly render: () => string;
}

const texts = new WeakMap<Series, SeriesText>();
/** Of each store: whose the names of samples are. */
const owners = new WeakMap<object, Map<string, string>>();

function textOf(series: Series, store: object): SeriesText {
  const family = ownFamily(series, store);
  const help = (series.metric.description ?? series.metric.name)
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n');
  const header = `# HELP ${family} ${help}\n# TYPE ${family} ${series.kind}\n`;
  const text = { family, header, render: renderer(family, series) };
  texts.set(series, text);
  return text;
}

/**
 * A family is one metric: another one whose name comes out the same (`c` and `c_total`, `a.b` and `a_b`) becomes a
 * family of its own, since a sample twice ends the scrape.
 */
function ownFamily(series: Series, store: object): string {
  const taken = owners.get(store) ?? new Map<string, string>();
  owners.set(store, taken);
  const owner = `${series.kind} ${series.metric.name}`;
  const isFree = (family: string) =>
    samplesOf(family, series.kind).every((name) => (taken.get(name) ?? owner) === owner);
  let family = familyName(series);
  for (let n = 1; !isFree(family); n += 1) family = familyName(series, n === 1 ? series.kind : `${n}`);
  for (const name of samplesOf(family, series.kind)) taken.set(name, owner);
  return family;
}

/** The names under which a family's samples stand. */
const samplesOf = (family: string, kind: Series['kind']): readonly string[] =>
  kind === 'histogram' ? ['', '_bucket', '_sum', '_count'].map((suffix) => family + suffix) : [family];

const SUFFIXES: Readonly<Record<string, string>> = {
  Seconds: '_seconds',
  Milliseconds: '_milliseconds',
  Bytes: '_bytes',
};

/** A counter ends in _total and a measured quantity in its unit, as the format's conventions have it. */
function familyName({ kind, metric }: Series, mark?: string): string {
  const base = metric.name.replace(/[^a-zA-Z0-9_:]/g, '_').replace(/^(?=\d)/, '_');
  const unit = SUFFIXES[metric.unit ?? ''] ?? '';
  const whole = base.endsWith(unit) ? base : base + unit;
  const named = mark === undefined ? whole : `${whole}_${mark}`;
  return kind === 'counter' && !named.endsWith('_total') ? `${named}_total` : named;
}

function renderer(family: string, series: Series): () => string {
  const labels = renderLabels(series.labels, series.kind === 'histogram' ? ['le'] : []);
  const plain = labels === '' ? '' : `{${labels}}`;
  if (series.kind === 'counter') return () => `${family}${plain} ${(series as Counter).total}\n`;
  if (series.kind === 'gauge') {
    return () =>
      Number.isNaN((series as Gauge).value) ? '' : `${family}${plain} ${(series as Gauge).value}\n`;
  }
  return histogramRenderer(family, labels, plain, series);
}

function histogramRenderer(family: string, labels: string, plain: string, series: Histogram): () => string {
  const comma = labels === '' ? '' : ',';
  const buckets = [...series.bounds.map(String), '+Inf'].map(
    (bound) => `${family}_bucket{${labels}${comma}le="${bound}"} `,
  );
  return () => {
    let text = '';
    let below = 0;
    for (let n = 0; n < buckets.length; n += 1) {
      below += series.counts[n]!;
      text += `${buckets[n]}${below}\n`;
    }
    return `${text}${family}_sum${plain} ${series.sum}\n${family}_count${plain} ${series.count}\n`;
  };
}

/** Names that are no Prometheus names are made some; one that is taken then gets a `_`, since a name twice ends the scrape. */
function renderLabels(labels: LabelSet, taken: readonly string[]): string {
  const names = new Set(taken);
  return Object.entries(labels)
    .map(([label, value]) => {
      let name = label.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)|^__+/, '_');
      while (names.has(name)) name += '_';
      names.add(name);
      return `${name}="${escapeLabel(value)}"`;
    })
    .join(',');
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
