import { DEFAULT_SYSTEM } from '../../contract/system';
import { systemOf } from '../system';
import type { Series } from './series';

export interface StatsdNaming {
  /**
   * What leads every key.
   * @default the system's name; of `lava`, which has none in StatsD, OpenWhisk's: 'openwhisk-statsd' with `received`,
   *   'openwhisk' with `documented`
   */
  readonly prefix?: string;
  /** Name of the job system. @default the variable TILTMETER_SYSTEM, else 'lava' */
  readonly system?: string;
  /** Host in the key; only with `received`. @default left out */
  readonly host?: string;
  /**
   * `received`: what OpenWhisk's servers really get, sub-action dots turned to `_` and only `counter` and
   * `histogram` set off by a dot. `documented`: the names its documentation shows. @default 'received'
   */
  readonly names?: 'received' | 'documented';
  /** `plain` puts labels into the key, sorted; `dogstatsd` appends `|#name:value`. @default 'plain' */
  readonly dialect?: 'plain' | 'dogstatsd';
}

/** Renders a series' key and what follows the value, once. */
export function statsdNames(naming: StatsdNaming): (series: Series) => { key: string; tags: string } {
  const { host, names = 'received', dialect = 'plain' } = naming;
  const documented = names === 'documented';
  const system = systemOf(naming.system);
  const openWhisks = documented ? 'openwhisk' : 'openwhisk-statsd';
  const prefix = naming.prefix ?? (system === DEFAULT_SYSTEM ? openWhisks : system);
  const lead = [prefix, ...(host !== undefined && !documented ? [normalise(host)] : [])].join('.');
  return ({ kind, metric, labels }) => {
    const typed = `.${kind}.${metric.name}`;
    const key =
      lead + (documented ? typed.replace(/[:|@#\s]/g, '_') : restore(`.${normalise(typed.slice(1))}`));
    const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
    if (dialect === 'dogstatsd') {
      const tags = sorted.map(([name, value]) => `${tag(name)}:${tag(value)}`).join(',');
      return { key, tags: tags === '' ? '' : `|#${tags}` };
    }
    return { key: [key, ...sorted.flat().map(normalise)].join('.'), tags: '' };
  };
}

// --- internal ---

/** Kamon's rule, plus what would end a key early in StatsD's own syntax. */
const normalise = (name: string): string =>
  name
    .replaceAll(': ', '-')
    .replaceAll(':', '-')
    .replace(/[\s/.|@#]/g, '_');

const restore = (key: string): string =>
  key.replace('.counter_', '.counter.').replace('.histogram_', '.histogram.');

const tag = (text: string): string => text.replace(/[,|#:\s]/g, '_');
