import type { Family } from '../families';
import type { Gathered } from './flush-aggregator';

/** `statsd` puts labels into the key, as Kamon does; `dogstatsd` sends them as tags. */
export type StatsdDialect = 'statsd' | 'dogstatsd';

export interface StatsdNaming {
  readonly dialect: StatsdDialect;
  /** What leads every key, without a dot at its end. @default nothing */
  readonly prefix?: string;
}

/** Renders what was gathered, one line each; times in ms and sizes in bytes, as OpenWhisk sends them. */
export function statsdLines({ dialect, prefix }: StatsdNaming): (gathered: Gathered) => string[] {
  const lead = prefix === undefined || prefix === '' ? '' : `${prefix}.`;
  const { key, tags, histogramType } = DIALECTS[dialect];
  const types = { counter: 'c', gauge: 'g', histogram: histogramType };
  return ({ family, labels, value, values }) => {
    const head = lead + key(family, labels);
    const tail = `|${types[family.type]}`;
    const tagged = tags(family, labels);
    if (family.type !== 'histogram') return [`${head}:${plain(value)}${tail}${tagged}`];
    return [...values].map(([one, times]) => {
      const rate = times > 1 ? `|@${plain(1 / times)}` : '';
      return `${head}:${plain(one * (family.unit === 'Seconds' ? 1_000 : 1))}${tail}${rate}${tagged}`;
    });
  };
}

// --- internal ---

interface Dialect {
  readonly key: (family: Family, labels: readonly string[]) => string;
  readonly tags: (family: Family, labels: readonly string[]) => string;
  /** A plain server adds up what it does not know, so it is never sent Datadog's `d`. */
  readonly histogramType: 'ms' | 'd';
}

const DIALECTS: Readonly<Record<StatsdDialect, Dialect>> = {
  statsd: {
    key: (family, labels) => [family.dotted, ...sortedTags(family, labels).flat()].map(normalise).join('.'),
    tags: () => '',
    histogramType: 'ms',
  },
  dogstatsd: {
    key: (family) => family.dotted,
    tags: (family, labels) => {
      const pairs = sortedTags(family, labels).map(([name, value]) => `${name}:${tagValue(value)}`);
      return pairs.length === 0 ? '' : `|#${pairs.join(',')}`;
    },
    histogramType: 'd',
  },
};

function sortedTags(family: Family, labels: readonly string[]): [string, string][] {
  return family.tags
    .map((name, index): [string, string] => [name, labels[index]!])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Kamon's rule, and whatever would end a key early in StatsD's own syntax. */
const normalise = (text: string): string =>
  text
    .replaceAll(': ', '-')
    .replaceAll(':', '-')
    .replace(/[\s/.|@#]/g, '_');

const tagValue = (text: string): string => text.replace(/[,|#\s]/g, '_');

/** At most six decimals, never an exponent, which StatsD servers do not read. */
function plain(value: number): string {
  const rounded = Math.round(value * 1e6) / 1e6;
  const text = String(rounded);
  if (!text.includes('e')) return text;
  return rounded < 1 ? rounded.toFixed(6).replace(/\.?0+$/, '') : BigInt(rounded).toString();
}
