import type { MetricFilter } from '../../engine';
import type { Mutation } from './mutant';
import { patternVariants } from './pattern-variants';
import { takesNothingForZero } from './zero-of-metric';

/** The ways in which people break a metric filter. */
export const FILTER_MUTATIONS: readonly Mutation<MetricFilter>[] = [
  {
    operator: 'pattern',
    changes: (filter) =>
      patternVariants(filter.filterPattern).map(({ what, shown, pattern }) => ({
        what: `pattern: ${what}`,
        shown,
        to: { ...filter, filterPattern: pattern },
      })),
  },
  {
    operator: 'namespace',
    changes: (filter) => [
      {
        what: `namespace ${filter.metricNamespace}x`,
        shown: MOVED,
        to: { ...filter, metricNamespace: `${filter.metricNamespace}x` },
      },
    ],
  },
  {
    operator: 'metric',
    changes: (filter) => [
      {
        what: `metric ${filter.metricName}x`,
        shown: MOVED,
        to: { ...filter, metricName: `${filter.metricName}x` },
      },
    ],
  },
  {
    operator: 'value',
    changes: (filter) =>
      filter.metricValue.startsWith('$')
        ? [
            {
              what: `value 1 instead of ${filter.metricValue}`,
              shown: 'records have values that matter',
              to: { ...filter, metricValue: '1' },
            },
          ]
        : [],
  },
  {
    operator: 'default-value',
    changes: (filter, model) => {
      const { defaultValue, ...rest } = filter;
      const isZero = (defaultValue ?? 0) === 0 && takesNothingForZero(filter, model);
      const same = isZero
        ? { equivalent: 'every alarm on its metric takes a period without data for 0' }
        : {};
      if (defaultValue !== undefined) {
        return [
          {
            what: `no default value instead of ${defaultValue}`,
            shown: 'records come that do not match',
            ...same,
            to: rest,
          },
        ];
      }
      if (Object.keys(filter.dimensions ?? {}).length > 0) return [];
      return [
        {
          what: 'default value 0 instead of none',
          shown: 'records come that do not match',
          ...same,
          to: { ...filter, defaultValue: 0 },
        },
      ];
    },
  },
  {
    operator: 'dimensions',
    changes: (filter) => {
      const { dimensions = {}, ...rest } = filter;
      if (Object.keys(dimensions).length === 0) return [];
      return [{ what: `no dimensions`, shown: MOVED, to: rest }];
    },
  },
];

// --- internal ---

const MOVED = 'records that it matches move an alarm, with an expectation that names it';
