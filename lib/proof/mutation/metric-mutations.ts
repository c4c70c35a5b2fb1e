import type { MetricStat } from '../../engine';
import type { Mutation } from './mutant';

/** The ways in which people break what an alarm reads. */
export const METRIC_MUTATIONS: readonly Mutation<MetricStat>[] = [
  {
    operator: 'statistic',
    changes: (metric) => {
      const other = metric.stat === 'Average' ? 'Maximum' : 'Average';
      return [
        {
          what: `${other} instead of ${metric.stat}`,
          shown: `several data of ${metric.metricName} with different values are in one period`,
          to: { ...metric, stat: other },
        },
      ];
    },
  },
  {
    operator: 'dimension',
    changes: (metric) => {
      const [first] = Object.entries(metric.dimensions);
      const [name, value] = first ? [first[0], `${first[1]}x`] : ['Unknown', 'x'];
      return [
        {
          what: `dimension ${name}=${value}${first ? '' : ' instead of none'}`,
          shown: movesIt(metric),
          to: { ...metric, dimensions: { ...metric.dimensions, [name]: value } },
        },
      ];
    },
  },
  {
    operator: 'namespace',
    changes: (metric) => [
      {
        what: `namespace ${metric.namespace}x`,
        shown: movesIt(metric),
        to: { ...metric, namespace: `${metric.namespace}x` },
      },
    ],
  },
  {
    operator: 'metric',
    changes: (metric) => [
      {
        what: `metric ${metric.metricName}x`,
        shown: movesIt(metric),
        to: { ...metric, metricName: `${metric.metricName}x` },
      },
    ],
  },
  {
    operator: 'unit',
    changes: (metric) => {
      const unit = metric.unit === OTHER_UNIT ? 'Bytes' : OTHER_UNIT;
      return [
        {
          what: `unit ${unit} instead of ${metric.unit ?? 'any'}`,
          shown: movesIt(metric),
          to: { ...metric, unit },
        },
      ];
    },
  },
];

// --- internal ---

/** One that hardly any metric has; an alarm reads no data of other units than its own. */
const OTHER_UNIT = 'Terabits/Second';

const movesIt = ({ namespace, metricName }: MetricStat): string =>
  `${namespace} ${metricName} takes it into ALARM or out of it, with an expectation that names it`;
