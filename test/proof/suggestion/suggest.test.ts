import fc from 'fast-check';
import { evaluationRange, ruleStates, simulate } from '../../../lib/engine';
import { suggest, suggestionJson, suggestionLines } from '../../../lib/proof/suggestion';
import { frontier, thinned } from '../../../lib/proof/suggestion/frontier';
import { niceBetween } from '../../../lib/proof/suggestion/nice-number';
import { scoreOf } from '../../../lib/proof/suggestion/outage';
import { slotRuns } from '../../../lib/proof/suggestion/slot-runs';
import { backtest, changeAlarms, readRecordings, recordedTime } from '../../../lib/rehearsal';
import { smallModel } from '../../rehearsal/small-template';

const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const model = smallModel();
const [depth] = model.alarms;

const recordingOf = (values: readonly (number | null)[]) =>
  readRecordings(
    [
      {
        name: 'depth.csv',
        text: [
          'time,depth',
          ...values.map((value, index) => `${START + index * MINUTE},${value ?? ''}`),
        ].join('\n'),
      },
    ],
    undefined,
  );

const runs = (...counts: readonly (readonly [value: number | null, count: number])[]) =>
  counts.flatMap(([value, count]) => Array<number | null>(count).fill(value));

const minute = (at: number) => START + at * MINUTE;

/** A day with short bursts, and two outages that are not as high but last. */
const DAY = runs(
  [20, 400],
  [500, 2],
  [20, 298],
  [150, 60],
  [20, 200],
  [300, 3],
  [20, 97],
  [150, 60],
  [20, 320],
);
const OUTAGES = [
  { from: minute(700), to: minute(760) },
  { from: minute(1060), to: minute(1120) },
];

describe('suggestions', () => {
  const found = suggest(model, recordingOf(DAY), depth!, OUTAGES);

  test('are settings that no others beat, the fastest first, each ready for --set', () => {
    expect(suggestionLines(found)).toEqual([
      'recorded 2026-01-05T00:00:00Z to 2026-01-06T00:01:00Z, judged from 2026-01-05T06:00:00Z; 2 outages; 100 settings tried',
      'depth: Maximum of AWS/SQS ApproximateNumberOfMessagesVisible {QueueName=jobs} > 100, 3 of 3 x 1m, missing: ignore',
      '',
      'now: page after 4m49s, 1 false page',
      'page after 2m49s, 2 false pages: --set depth.evaluationPeriods=1 --set depth.datapointsToAlarm=1',
      'page after 4m49s, 1 false page: as it is',
      'page after 5m49s, 0 false pages: --set depth.evaluationPeriods=10 --set depth.datapointsToAlarm=4',
    ]);
  });

  test('do in a backtest what is said of them', () => {
    for (const { score, set } of suggestionJson(found).suggestions.map((one) => ({
      score: one,
      set: one.set,
    }))) {
      const { alarms } = backtest(changeAlarms(model, set), recordingOf(DAY));
      const begun = alarms.find(({ alarmName }) => alarmName === 'depth')!.episodes;
      expect(scoreOf(begun, OUTAGES, found.judgedFrom)).toEqual({
        missed: 0,
        delay: score.delaySeconds * 1000,
        worst: score.worstSeconds * 1000,
        falsePages: score.falsePages,
      });
    }
  });

  test('are at most ten', () => {
    expect(
      thinned(
        Array.from({ length: 37 }, (_, index) => index),
        10,
      ),
    ).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36]);
  });

  test('are asked of what was recorded', () => {
    expect(() => suggest(model, recordingOf(DAY), model.alarms[1]!, OUTAGES)).toThrow(
      '--suggest: nothing that errors reads was recorded',
    );
    const late = [{ from: minute(2_000), to: minute(2_060) }];
    expect(() => suggest(model, recordingOf(DAY), depth!, late)).toThrow(
      '--outage: got 2026-01-06T09:20:00.000Z/2026-01-06T10:20:00.000Z, allowed: within the recording, 2026-01-05T00:00:00.000Z to 2026-01-06T00:01:00.000Z',
    );
  });
});

describe('a score', () => {
  const outages = [{ from: 100, to: 200 }];

  test('counts a page from the start of the outage', () => {
    expect(scoreOf([{ from: 130 }, { from: 150 }], outages, 0)).toEqual({
      missed: 0,
      delay: 30,
      worst: 30,
      falsePages: 0,
    });
  });

  test('takes an alarm that began before the outage for a false page that tells of nothing', () => {
    expect(scoreOf([{ from: 90 }], outages, 0)).toMatchObject({ missed: 1, falsePages: 1 });
  });

  test('leaves out what cannot be judged', () => {
    expect(scoreOf([{ from: 10 }], outages, 50)).toMatchObject({ falsePages: 0 });
  });
});

test('the frontier has what no other beats, of the fewest missed outages', () => {
  const of = (missed: number, delay: number, falsePages: number) => ({
    score: { missed, delay, worst: delay, falsePages },
  });
  const items = [of(0, 9, 1), of(0, 5, 3), of(0, 5, 2), of(0, 7, 2), of(1, 1, 0), of(0, 8, 1)];
  expect(frontier(items).map(({ score }) => [score.delay, score.falsePages])).toEqual([
    [5, 2],
    [8, 1],
  ]);
});

test.each([
  [99, 150, 100],
  [1, 2, 1.5],
  [0, 0.0004, 0.0002],
  [-5, 5, 0],
  [7, 7, 7],
])('between %d and %d lies %d', (low, high, expected) => {
  expect(niceBetween(low, high)).toBe(expected);
});

test('a rule on slots that are known makes the states that a simulation makes', () => {
  const value = fc.option(fc.constantFrom(0, 90, 110, 500), { freq: 4 });
  const settings = fc.record({
    threshold: fc.constantFrom(50, 100, 300),
    evaluationPeriods: fc.integer({ min: 3, max: 7 }),
    datapointsToAlarm: fc.integer({ min: 1, max: 3 }),
    treatMissingData: fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching'),
    period: fc.constantFrom(60, 300),
  });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 30, maxLength: 90 }),
      settings,
      (values, { period, ...rest }) => {
        // Something has to be recorded at all.
        const recording = recordingOf([1, ...values]);
        const alarm = { ...depth!, ...rest, metric: { ...depth!.metric!, period } };
        const own = { ...model, alarms: [alarm], compositeAlarms: [] };
        const time = recordedTime(own, recording);
        const [slots] = slotRuns(own, alarm, [period], time);
        const { transitions } = simulate(own, time.signals, {
          start: time.start,
          end: time.end,
          states: { depth: 'INSUFFICIENT_DATA' },
        });
        const changes = ruleStates(
          { ...alarm, evaluationRange: evaluationRange(alarm.evaluationPeriods, period) },
          slots!,
          'INSUFFICIENT_DATA',
        );
        expect(changes.map(({ index, state }) => [slots!.first + index * slots!.interval, state])).toEqual(
          transitions.map(({ at, to }) => [at, to]),
        );
      },
    ),
    { numRuns: 60 },
  );
});
