import { type AlarmState, createSimulation, type Signal, simulate } from '../../../lib/engine';
import vectors from '../../vectors/composite.json';
import {
  alarmOf,
  arnOf,
  compositeOf,
  datum,
  METRIC,
  MINUTE,
  minutes,
  modelOf,
  NINE,
  SECOND,
  story,
} from '../support/models';

/** `t` is absent in a remark between events. */
interface SuppressionExample {
  readonly id: string;
  readonly waitPeriod: number;
  readonly extensionPeriod: number;
  readonly events: readonly {
    readonly t?: number;
    readonly composite?: 'OK' | 'ALARM';
    readonly suppressor?: 'OK' | 'ALARM';
  }[];
  readonly actions: readonly { readonly t: number; readonly state: string }[];
}

/** SetAlarmState on children, step by step. */
interface Sequence {
  readonly rule: string;
  readonly steps: readonly {
    readonly set: Readonly<Record<string, AlarmState>>;
    readonly composite: string;
    readonly triggering: readonly string[];
  }[];
}

const other = { ...METRIC, metricName: 'Other' };
const quiet = { actionsEnabled: false };
const children = [
  alarmOf('a', quiet),
  alarmOf('b', { ...quiet, metric: { ...other, period: 60, stat: 'Sum' } }),
];

function run(rule: string, signals: readonly Signal[], length = 5) {
  const model = modelOf({ alarms: children, compositeAlarms: [compositeOf('c', rule)] });
  return simulate(model, signals, { start: NINE, end: NINE + length * MINUTE, states: { a: 'OK', b: 'OK' } });
}

describe('a composite alarm', () => {
  test('is evaluated at its creation, and runs the actions of that state', () => {
    const { transitions, notifications } = run('ALARM(a)', [], 0);
    expect(transitions).toEqual([
      {
        at: NINE,
        alarmName: 'c',
        from: 'INSUFFICIENT_DATA',
        to: 'OK',
        reason: `${arnOf('c')} was created and its alarm rule evaluates to OK`,
        reasonData: {
          triggeringAlarms: [
            { arn: arnOf('a'), state: { value: 'OK', timestamp: '2026-01-05T09:00:00.000+0000' } },
          ],
        },
      },
    ]);
    expect(notifications.map(({ state }) => state)).toEqual(['OK']);
  });

  test('lists the children in ALARM when it goes into ALARM, and the one that changed when it is OK again', () => {
    const { rule, steps } = vectors.sequences.find(
      ({ id }) => id === 'the-child-that-changed',
    ) as unknown as Sequence;
    const child = (name: string) =>
      alarmOf(name, { metric: { ...METRIC, metricName: name, period: 10, stat: 'Sum' } });
    const model = modelOf({
      alarms: [child('a1'), child('a2')],
      compositeAlarms: [compositeOf('c', rule)],
    });
    const signals = steps.flatMap(({ set }, step) =>
      Object.entries(set).map(([alarmName, state]): Signal => {
        const timestamp = NINE + (step + 1) * SECOND;
        return { type: 'set-alarm-state', timestamp, alarmName, state, reason: 'a test' };
      }),
    );
    const { notifications } = simulate(model, signals, {
      start: NINE,
      end: NINE + 8 * SECOND,
      states: { c: 'OK' },
    });
    const told = notifications
      .filter(({ alarmName }) => alarmName === 'c')
      .map(({ body }) => JSON.parse(body));
    expect(
      told.map(({ NewStateValue, TriggeringChildren }) => [
        NewStateValue,
        TriggeringChildren.map((one: { Arn: string; State: { Value: string } }) =>
          [one.Arn.split(':').at(-1), one.State.Value].join(' '),
        ),
      ]),
    ).toEqual(steps.map(({ composite, triggering }) => [composite, triggering]));
  });

  test('changes in the instant of its child, and only with the value of its rule', () => {
    const signals = [minutes([0, 5, 5, 0]), minutes([0, 0, 5, 5, 0], other)];
    expect(
      story(run('ALARM(a) AND ALARM(b)', signals, 7).transitions.filter(({ at }) => at > NINE + MINUTE)),
    ).toEqual([
      '09:01:49 a OK',
      '09:01:49 b OK',
      '09:02:49 a ALARM',
      '09:03:49 b ALARM',
      '09:03:49 c ALARM',
      '09:04:49 a OK',
      '09:04:49 c OK',
      '09:05:49 b OK',
    ]);
  });

  test('sees the changes of one instant together: no glitch', () => {
    const signals = [minutes([5, 5]), minutes([5, 5], other)];
    const { transitions } = run('ALARM(a) AND NOT ALARM(b)', signals, 3);
    expect(transitions.filter(({ alarmName }) => alarmName === 'c')).toHaveLength(1);
  });

  test('may have composite children, in any order of the model', () => {
    const compositeAlarms = [
      compositeOf('top', 'ALARM(middle)'),
      compositeOf('middle', `ALARM("${arnOf('a')}")`),
    ];
    const { transitions } = simulate(modelOf({ alarms: children, compositeAlarms }), [datum(NINE, 5)], {
      start: NINE,
      end: NINE + 2 * MINUTE,
    });
    expect(story(transitions).slice(2)).toEqual([
      '09:01:49 a ALARM',
      '09:01:49 middle ALARM',
      '09:01:49 top ALARM',
    ]);
  });

  test('keeps a forced state until a child changes', () => {
    const force = { type: 'set-alarm-state', alarmName: 'c', state: 'ALARM', reason: 'a drill' } as const;
    const signals = [minutes([0, 0, 0, 5, 0]), { ...force, timestamp: NINE + 2 * MINUTE }];
    const { transitions } = run('ALARM(a) AND ALARM(b)', signals, 6);
    expect(story(transitions.filter(({ alarmName }) => alarmName === 'c'))).toEqual([
      '09:00:00 c OK',
      '09:02:00 c ALARM',
      '09:04:49 c OK',
    ]);
  });

  test('is not evaluated in a circle, which is reported; others are, on the states that those of the circle have', () => {
    const model = modelOf({
      alarms: children,
      compositeAlarms: [
        compositeOf('one', 'ALARM(two) OR ALARM(a)'),
        compositeOf('two', 'ALARM(three)'),
        compositeOf('three', 'NOT ALARM(one) AND OK(b)'),
        compositeOf('outside', 'INSUFFICIENT_DATA(one) AND ALARM(a)'),
      ],
    });
    const { transitions, notices } = simulate(model, [minutes([5, 5])], {
      start: NINE,
      end: NINE + 3 * MINUTE,
      states: { a: 'OK', b: 'OK', outside: 'OK' },
    });
    expect(story(transitions).filter((line) => !/ [ab] /.test(line))).toEqual(['09:01:49 outside ALARM']);
    expect(notices).toEqual([
      {
        at: NINE,
        code: 'alarm-cycle',
        message:
          'composite alarms refer to one another in a circle: one -> two -> three -> one; CloudWatch stops evaluating them, set one rule to FALSE',
      },
    ]);
  });

  test('is refused with its name when its rule cannot be parsed', () => {
    expect(() => run('ALARM(a) and ALARM(b)', [])).toThrow(/^composite alarm 'c': /);
  });

  test.each([
    ['ALARM(c)', "composite alarm 'c': it names itself, which CloudWatch refuses; change its rule"],
  ])('is refused with the rule %s', (rule, message) => {
    expect(() => run(rule, [])).toThrow(new RangeError(message));
  });
});

describe("a suppressor delays or drops a composite's actions", () => {
  /** Time unit of the documented examples: a minute, from 09:10 on. */
  const at = (t: number): number => NINE + (10 + t) * MINUTE;

  test.each(vectors.suppression as readonly SuppressionExample[])(
    '$id of the user guide',
    ({ events, actions, waitPeriod, extensionPeriod }) => {
      const composite = compositeOf('c', 'ALARM(a)', {
        actionsSuppressor: 'b',
        actionsSuppressorWaitPeriod: waitPeriod * 60,
        actionsSuppressorExtensionPeriod: extensionPeriod * 60,
      });
      const simulation = createSimulation(modelOf({ alarms: children, compositeAlarms: [composite] }), {
        start: NINE,
        states: { a: 'OK', b: 'OK', c: 'OK' },
        // Children change only when they are told to: their own evaluations come later.
        reading: { 'evaluation-second': 0 },
        restartDelay: 3_600_000,
      });
      for (const name of ['a', 'b'] as const) {
        const steady = { ...METRIC, ...(name === 'b' ? other : {}) };
        simulation.ingest(minutes(Array(120).fill(0), { ...steady, start: NINE - 60 * MINUTE }));
      }
      for (const event of events) {
        if (event.t === undefined) continue;
        const name = event.composite ? 'a' : 'b';
        const state = (event.composite ?? event.suppressor)!;
        simulation.ingest({
          type: 'set-alarm-state',
          timestamp: at(event.t),
          alarmName: name,
          state,
          reason: 'told',
        });
      }
      const { notifications } = simulation.advance(at(20));
      expect(notifications.map(({ at: time, state }) => ({ t: (time - at(0)) / MINUTE, state }))).toEqual(
        actions,
      );
    },
  );

  test('every phase is an event of its own, and the release says what held it back', () => {
    const composite = compositeOf('c', 'ALARM(a)', {
      actionsSuppressor: 'b',
      actionsSuppressorWaitPeriod: 120,
    });
    const { events } = simulate(
      modelOf({ alarms: children, compositeAlarms: [composite] }),
      [datum(NINE, 5)],
      {
        start: NINE,
        end: NINE + 3.9 * MINUTE,
        states: { a: 'OK', b: 'OK', c: 'OK' },
        events: true,
      },
    );
    const own = events!
      .filter(({ detail }) => detail.alarmName === 'c')
      .map(({ time, detail }) => [
        time.slice(11, 19),
        detail.state.value,
        detail.state.actionsSuppressedBy,
        detail.previousState.actionsSuppressedBy,
      ]);
    expect(own).toEqual([
      ['09:01:49', 'ALARM', 'WaitPeriod', undefined],
      ['09:03:49', 'ALARM', undefined, 'WaitPeriod'],
    ]);
  });
});

describe('a mute rule', () => {
  const rule = {
    name: 'night',
    alarmNames: ['a'],
    expression: 'cron(1 9 * * *)',
    timezone: 'UTC',
    durationSeconds: 300,
  };
  const muted = (values: readonly number[]) =>
    simulate(modelOf({ alarms: [alarmOf('a')], muteRules: [rule] }), [minutes(values)], {
      start: NINE,
      end: NINE + 8 * MINUTE,
    });

  test('holds actions back, not states, and runs them at its end if the alarm is still in ALARM', () => {
    const { transitions, notifications } = muted(Array(9).fill(5));
    expect(story(transitions)).toEqual(['09:01:49 a ALARM']);
    expect(
      notifications.map(({ at, state, body }) => [
        (at - NINE) / SECOND,
        state,
        JSON.parse(body).ActionExecutedAfterMuteWindow,
      ]),
    ).toEqual([[360, 'ALARM', true]]);
  });

  test('drops the actions of an alarm that has recovered meanwhile', () => {
    const { transitions, notifications } = muted([5, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(story(transitions)).toEqual(['09:01:49 a ALARM', '09:02:49 a OK']);
    expect(notifications).toEqual([]);
  });
});
