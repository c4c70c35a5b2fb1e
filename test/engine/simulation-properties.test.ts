import fc from 'fast-check';
import { createSimulation, type Model, type Outcome, type Signal, simulate } from '../../lib/engine';
import { alarmOf, compositeOf, METRIC, MINUTE, modelOf, NINE, SECOND } from './support/models';

const other = { ...METRIC, metricName: 'Other' };
const GROUP = '/var/log/lava/dev';
const END = NINE + 20 * MINUTE;

/** Every kind of alarm there is, on few metrics, so that arbitrary signals matter to many of them. */
const model: Model = modelOf({
  logGroups: [{ logGroupName: GROUP }],
  metricFilters: [
    {
      filterName: 'errors',
      logGroupName: GROUP,
      filterPattern: 'ERROR',
      metricNamespace: METRIC.namespace,
      metricName: 'Errors',
      metricValue: '1',
      defaultValue: 0,
    },
  ],
  alarms: [
    alarmOf('sum', { threshold: 1, evaluationPeriods: 2, datapointsToAlarm: 1 }),
    alarmOf('five', { metric: { ...METRIC, period: 300, stat: 'Average' }, treatMissingData: 'breaching' }),
    alarmOf('fast', { metric: { ...other, period: 10, stat: 'Maximum' }, evaluationPeriods: 3 }),
    alarmOf('p90', { metric: { ...METRIC, period: 60, stat: 'p90' }, treatMissingData: 'ignore' }),
    alarmOf('errors', {
      metric: { namespace: 'Test', metricName: 'Errors', dimensions: {}, period: 60, stat: 'Sum' },
    }),
    alarmOf('math', {
      metrics: [
        { id: 'e', expression: 'RATE(m) + FILL(n, REPEAT)', returnData: true },
        { id: 'm', returnData: false, metricStat: { ...METRIC, period: 60, stat: 'Sum' } },
        { id: 'n', returnData: false, metricStat: { ...other, period: 60, stat: 'Sum' } },
      ],
    }),
  ],
  compositeAlarms: [
    compositeOf('any', 'ALARM(sum) OR ALARM(fast)', {
      actionsSuppressor: 'five',
      actionsSuppressorWaitPeriod: 90,
    }),
    compositeOf('top', 'ALARM(any) AND NOT ALARM(errors)'),
  ],
  muteRules: [
    {
      name: 'm',
      alarmNames: ['sum', 'top'],
      expression: 'at(2026-01-05T09:05)',
      timezone: 'UTC',
      durationSeconds: 240,
    },
  ],
});

const instant = fc.integer({ min: 0, max: 20 * 60 - 1 }).map((second) => NINE + second * SECOND);
const value = fc.oneof(fc.constantFrom(0, 1, 5), fc.double({ min: -10, max: 10, noNaN: true }));
const signal: fc.Arbitrary<Signal> = fc.oneof(
  fc.record({
    type: fc.constant('metric' as const),
    namespace: fc.constant('Test'),
    metricName: fc.constantFrom('Depth', 'Other'),
    dimensions: fc.constant(METRIC.dimensions),
    timestamp: instant,
    value,
    storageResolution: fc.constantFrom(1 as const, 60 as const),
  }),
  fc.record({
    type: fc.constant('log' as const),
    timestamp: instant,
    logGroupName: fc.constant(GROUP),
    message: fc.constantFrom('ERROR one', 'all is well'),
  }),
  fc.record({
    type: fc.constant('set-alarm-state' as const),
    timestamp: instant,
    alarmName: fc.constantFrom('sum', 'five', 'any'),
    state: fc.constantFrom('OK' as const, 'ALARM' as const),
    reason: fc.constant('told'),
  }),
  fc
    .record({
      id: fc.constantFrom(METRIC, other),
      start: instant,
      values: fc.array(fc.option(value), { maxLength: 10 }),
      every: fc.constantFrom(10_000, MINUTE),
      delay: fc.constantFrom(0, 10_000, 15_000),
    })
    .map(
      ({ id, start, values, every, delay }): Signal => ({
        type: 'series',
        ...id,
        delay,
        start,
        every,
        length: values.length,
        valueAt: (index) => values[index]!,
      }),
    ),
);
const signals = fc.array(signal, { maxLength: 40 });

const whole = (given: readonly Signal[]): Outcome => {
  const { metrics: _, ...outcome } = simulate(model, given, { start: NINE, end: END, events: true });
  return outcome;
};

test('the outcome does not depend on the order in which signals are given', () => {
  fc.assert(
    fc.property(signals, fc.infiniteStream(fc.nat()), (given, order) => {
      const shuffled = given
        .map((one) => ({ one, key: order.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      expect(whole(shuffled)).toEqual(whole(given));
    }),
    { numRuns: 60 },
  );
});

test('the outcome does not depend on how time is split', () => {
  fc.assert(
    fc.property(signals, fc.array(instant, { maxLength: 8 }), (given, cuts) => {
      const simulation = createSimulation(model, { start: NINE, events: true });
      for (const one of given) simulation.ingest(one);
      const slices = [...cuts.sort((a, b) => a - b), END].map((to) => simulation.advance(to));
      const joined = {
        transitions: slices.flatMap(({ transitions }) => transitions),
        notifications: slices.flatMap(({ notifications }) => notifications),
        events: slices.flatMap(({ events }) => events!),
      };
      const { notices: _, ...expected } = whole(given);
      expect(joined).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('signals may come as time goes on: only what is visible counts', () => {
  fc.assert(
    fc.property(signals, fc.array(instant, { maxLength: 8 }), (given, cuts) => {
      const simulation = createSimulation(model, { start: NINE });
      const pending = given.toSorted((a, b) => startOf(a) - startOf(b));
      const transitions = [...cuts.sort((a, b) => a - b), END].flatMap((to) => {
        while (pending[0] && startOf(pending[0]) <= to) simulation.ingest(pending.shift()!);
        return simulation.advance(to).transitions;
      });
      expect(transitions).toEqual(whole(given).transitions);
    }),
    { numRuns: 60 },
  );
});

test('every change is of a state, in order, and every notification follows one', () => {
  fc.assert(
    fc.property(signals, (given) => {
      const { transitions, notifications } = whole(given);
      const states = new Map<string, string>();
      let last = Number.NEGATIVE_INFINITY;
      for (const { at, alarmName, from, to } of transitions) {
        expect(at).toBeGreaterThanOrEqual(last);
        expect(from).toBe(states.get(alarmName) ?? 'INSUFFICIENT_DATA');
        expect(to).not.toBe(from);
        states.set(alarmName, to);
        last = at;
      }
      for (const { at, alarmName, state } of notifications) {
        // A wait that ends in the instant of a change acts on the state before it.
        const own = transitions.filter((one) => one.alarmName === alarmName);
        const states = [own.findLast((one) => one.at < at)?.to, own.findLast((one) => one.at <= at)?.to];
        expect(states).toContain(state);
      }
    }),
    { numRuns: 60 },
  );
});

const startOf = (one: Signal): number => (one.type === 'series' ? one.start : one.timestamp);

test('a series does what its data do one by one, for an alarm that shares no metric', () => {
  const regular = fc.record({
    period: fc.constantFrom(10, 60, 300),
    values: fc.array(fc.option(fc.constantFrom(0, 5)), { maxLength: 30 }),
    every: fc.constantFrom(10_000, 25_000, MINUTE, 90_000),
    start: instant,
    delay: fc.constantFrom(0, 9_000, 10_000, 11_000, 65_000),
  });
  fc.assert(
    fc.property(regular, ({ period, values, every, start, delay }) => {
      const alone = modelOf({
        alarms: [alarmOf('a', { metric: { ...METRIC, period, stat: 'Maximum' }, evaluationPeriods: 2 })],
      });
      const run = (given: readonly Signal[]) =>
        simulate(alone, given, { start: NINE, end: END + 60 * MINUTE }).transitions;
      const valueAt = (index: number) => values[index]!;
      const series: Signal = {
        type: 'series',
        ...METRIC,
        start,
        every,
        length: values.length,
        valueAt,
        delay,
      };
      const single = values.flatMap((value, index): Signal[] => {
        const timestamp = start + index * every;
        const storageResolution = every < MINUTE ? 1 : 60;
        const visibleAt = timestamp + delay;
        return value === null
          ? []
          : [{ type: 'metric', ...METRIC, timestamp, visibleAt, value, storageResolution }];
      });
      expect(run([series])).toEqual(run(single));
    }),
    { numRuns: 200 },
  );
});

test('the outcome does not depend on how far from the epoch it is', () => {
  const alarms = [
    alarmOf('minute', { evaluationPeriods: 2 }),
    alarmOf('two', { metric: { ...METRIC, period: 120, stat: 'Sum' }, treatMissingData: 'notBreaching' }),
    alarmOf('five', { metric: { ...METRIC, period: 300, stat: 'Average' }, evaluationPeriods: 3 }),
    alarmOf('fast', { metric: { ...METRIC, period: 10, stat: 'Sum' } }),
    alarmOf('days', { metric: { ...METRIC, period: 86_400, stat: 'Sum' }, evaluationPeriods: 2 }),
    alarmOf('wall', {
      metric: { ...METRIC, period: 300, stat: 'Sum' },
      wallClockWindow: { timezone: 'UTC' },
    }),
  ];
  const data = fc.array(
    fc.record({ second: fc.integer({ min: -1_800, max: 1_800 }), late: fc.nat(120), value }),
    { maxLength: 60 },
  );
  const from = (origin: number, given: readonly { second: number; late: number; value: number }[]) =>
    simulate(
      modelOf({ alarms }),
      given.map(({ second, late, value: v }): Signal => {
        const timestamp = origin + second * SECOND;
        const visibleAt = timestamp + late * SECOND;
        return { type: 'metric', ...METRIC, timestamp, visibleAt, value: v, storageResolution: 1 };
      }),
      { start: origin, end: origin + 40 * MINUTE },
    ).transitions.map(({ at, alarmName, to }) => [at - origin, alarmName, to]);
  fc.assert(
    fc.property(data, (given) => {
      expect(from(0, given)).toEqual(from(Date.UTC(2026, 0, 5), given));
    }),
    { numRuns: 100 },
  );
});
