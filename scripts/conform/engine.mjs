// Answers the questions of `tiltmeter conform` with this package's own engine: an adapter to copy from.
import { createInterface } from 'node:readline';
import {
  compileFilterPattern,
  compileMetricFilter,
  createSimulation,
  evaluateDatapoints,
  evaluateExpression,
  extractEmf,
  FilterPatternError,
  metricFilterProblems,
  parseAlarmRule,
} from '../../dist/lib/engine/index.js';
import { playTimeline } from '../../dist/lib/evidence/index.js';

const NINE = Date.UTC(2026, 0, 5, 9);
const METRIC = { namespace: 'Corpus', metricName: 'Value', dimensions: {} };
const EMPTY = {
  region: 'us-east-1',
  accountId: '123456789012',
  metricFilters: [],
  alarms: [],
  compositeAlarms: [],
  subscriptions: [],
  muteRules: [],
  logGroups: [],
};

const ANSWERS = {
  'filter-pattern': ({ pattern, message }) => {
    try {
      return compileFilterPattern(pattern).match(message) ? 'match' : 'no match';
    } catch (error) {
      if (error instanceof FilterPatternError) return 'refused';
      throw error;
    }
  },
  'filter-extraction': ({ pattern, message }) => compileFilterPattern(pattern).match(message)?.extracted,
  'metric-filter': ({ pattern, transform, messages }) => {
    const filter = {
      filterName: 'f',
      logGroupName: 'g',
      metricNamespace: METRIC.namespace,
      metricName: METRIC.metricName,
      metricValue: '1',
      filterPattern: pattern,
      ...transform,
    };
    if (metricFilterProblems(filter).length > 0) return 'refused';
    const compiled = compileMetricFilter(filter);
    return messages.flatMap((message) => {
      const found = compiled.apply(message);
      return found === undefined || found.type === 'notice' ? [] : [found.value];
    });
  },
  emf: ({ event }) => {
    const found = extractEmf(typeof event === 'string' ? event : JSON.stringify(event), NINE);
    if (found === undefined) return { outcome: 'not-emf' };
    if (!('metrics' in found)) return { outcome: 'invalid' };
    return {
      outcome: 'metrics',
      metrics: found.metrics.map(({ metricName, storageResolution, ...rest }) => ({
        ...rest,
        name: metricName,
        resolution: storageResolution,
      })),
    };
  },
  'metric-math': math,
  'metric-math-guide': math,
  statistic: ({ samples, statistic }) => {
    const [values, counts] = [samples.map(([value]) => value), samples.map(([, count]) => count)];
    return statisticOf(statistic, [{ type: 'metric', ...METRIC, timestamp: NINE, values, counts }]);
  },
  'mixed-units': ({ data }) =>
    statisticOf(
      'Sum',
      data.map(([value, unit]) => ({ type: 'metric', ...METRIC, timestamp: NINE, value, unit })),
    ),
  'missing-data': ({ slots, state, ...rule }) =>
    evaluateDatapoints({ comparisonOperator: 'GreaterThanThreshold', threshold: 0.5, ...rule }, slots, state)
      .state,
  'composite-rule': ({ rule, states }) =>
    parseAlarmRule(rule).evaluate((name) => states[name] ?? 'INSUFFICIENT_DATA'),
  timeline: (input) => playTimeline(input),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, kind, input } = JSON.parse(line);
  console.log(JSON.stringify({ id, ...answer(kind, input) }));
}

function answer(kind, input) {
  const give = ANSWERS[kind];
  if (!give) return { unsupported: true };
  try {
    return { output: give(input) };
  } catch (error) {
    return { error: String(error.message) };
  }
}

function math({ expression, series, period }) {
  return evaluateExpression(expression, series, { start: NINE, period });
}

/** A statistic of the data of one minute. */
function statisticOf(stat, signals) {
  const alarm = {
    alarmName: 'a',
    alarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a',
    actionsEnabled: false,
    alarmActions: [],
    okActions: [],
    insufficientDataActions: [],
    metric: { ...METRIC, period: 60, stat },
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 0,
    evaluationPeriods: 1,
  };
  const simulation = createSimulation({ ...EMPTY, alarms: [alarm] }, { start: NINE });
  for (const signal of signals) simulation.ingest(signal);
  simulation.advance(NINE + 60_000);
  const [value] = simulation.series({ ...METRIC, stat, period: 60, from: NINE, to: NINE + 60_000 });
  return value;
}
