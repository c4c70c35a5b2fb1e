import { createVariantPlayer, type Model, type Signal, simulate } from '../../lib/engine';
import { mutants } from '../../lib/proof/mutation';
import { signalsOf } from '../../lib/rehearsal';
import { backlog, smallModel } from '../rehearsal/small-template';

const START = Date.parse('2026-01-01T00:00:00Z');
const END = START + 30 * 60_000;

const model = smallModel(
  {},
  {
    Quiet: {
      Type: 'AWS::CloudWatch::AlarmMuteRule',
      Properties: {
        Name: 'quiet',
        MuteTargets: { AlarmNames: ['depth'] },
        Rule: { Schedule: { Expression: 'cron(15 0 * * *)', Duration: 'PT10M' } },
      },
    },
  },
);
const signals = signalsOf(
  backlog(
    [],
    [
      '{ log: /var/log/lava/dev, from: 12m, until: 16m, every: 30s, line: { level: ERROR } }',
      '{ log: /var/log/lava/dev, every: 5m, line: { level: INFO, code: 7 } }',
    ],
  ),
  model.metricFilters,
);

/** When an alarm changed, and who was told. */
function events(variant: Model) {
  const { transitions, notifications } = simulate(variant, signals, { start: START, end: END });
  return essence({ transitions, notifications });
}

const essence = ({
  transitions,
  notifications,
}: Pick<ReturnType<typeof simulate>, 'transitions' | 'notifications'>) => ({
  transitions: transitions.map(({ at, alarmName, to }) => [at, alarmName, to]),
  notifications: notifications.map(({ at, alarmName, state, action }) => [at, alarmName, state, action]),
});

const player = createVariantPlayer(model, signals as Signal[], { start: START, end: END });

test('the model itself is played as a simulation does', () => {
  expect(essence(player.outcome)).toEqual(events(model));
  expect(player.outcome.transitions.length).toBeGreaterThan(5);
});

test.each(mutants(model).map((mutant) => [`${mutant.subject}: ${mutant.what}`, mutant] as const))(
  'as a simulation of it does: %s',
  (_, { model: variant }) => {
    const played = player.play(variant);
    // Nothing is said where nothing differs.
    expect(essence(played ?? player.outcome)).toEqual(events(variant));
    expect(played === undefined).toBe(JSON.stringify(events(variant)) === JSON.stringify(events(model)));
  },
);

test('an alarm that is gone tells nobody', () => {
  const variant = { ...model, alarms: model.alarms.slice(0, 1), compositeAlarms: [] };
  expect(essence(player.play(variant)!)).toEqual(events(variant));
});

test('what cannot be simulated is refused', () => {
  const [depth, ...others] = model.alarms;
  const variant = { ...model, alarms: [{ ...depth!, metric: { ...depth!.metric!, period: 61 } }, ...others] };
  expect(() => player.play(variant)).toThrow(
    "alarm 'depth': period is 61 s; allowed: 10, 20, 30 or a multiple of 60",
  );
});
