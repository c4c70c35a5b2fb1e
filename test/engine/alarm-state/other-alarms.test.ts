import {
  type AlarmState,
  cornerReadings,
  type Model,
  otherAlarms,
  type Reading,
  simulate,
} from '../../../lib/engine';
import { alarmOf, compositeOf, datum, METRIC, MINUTE, modelOf, NINE } from '../support/models';

const other = { ...METRIC, metricName: 'Other' };
const here = [alarmOf('a'), alarmOf('b', { metric: { ...other, period: 60, stat: 'Sum' } })];
const breaches = [datum(NINE + 30_000, 10), { ...datum(NINE + 3.5 * MINUTE, 10), ...other }];
const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/** The states of an alarm after each second of ten minutes in which a and then b alarm. */
function statesOf(name: string, model: Model, answers: Partial<Reading>, states = {}): AlarmState[] {
  const end = NINE + 10 * MINUTE;
  const { transitions } = simulate(model, breaches, { start: NINE, end, reading: answers, states });
  const own = transitions.filter(({ alarmName }) => alarmName === name);
  return Array.from({ length: 600 }, (_, second) => {
    const before = own.filter(({ at }) => at <= NINE + second * 1000);
    return before.at(-1)?.to ?? 'INSUFFICIENT_DATA';
  });
}

function assignments(names: readonly string[]): Record<string, AlarmState>[] {
  const [name, ...rest] = names;
  if (name === undefined) return [{}];
  return assignments(rest).flatMap((one) => STATES.map((state) => ({ ...one, [name]: state })));
}

describe('an alarm that a composite names and that is not at hand', () => {
  test.each([
    ['ALARM(a) OR ALARM(x)'],
    ['ALARM(a) AND ALARM(x)'],
    ['ALARM(a) AND NOT ALARM(x)'],
    ['ALARM(a) AND (ALARM(x) OR NOT OK(y))'],
    ['ALARM(x) AND NOT ALARM(y)'],
    ['INSUFFICIENT_DATA(x) OR (ALARM(a) AND ALARM(b))'],
    ['AT_LEAST(2, ALARM, (a, b, x, y))'],
    ['(ALARM(a) OR ALARM(x)) AND NOT (ALARM(b) OR ALARM(y))'],
  ])('%s is in every state of it as one of two readings has it', (rule) => {
    const upper = compositeOf('upper', 'ALARM(b) AND NOT ALARM(c)');
    const model = modelOf({ alarms: here, compositeAlarms: [compositeOf('c', rule), upper] });
    const { children } = otherAlarms(model.compositeAlarms[0]!, model);
    for (const name of ['c', 'upper']) {
      const most = statesOf(name, model, { 'other-alarm': 'may-alarm' });
      const least = statesOf(name, model, { 'other-alarm': 'may-quiet' });
      for (const states of assignments(children)) {
        const really = statesOf(name, model, {}, states);
        expect(really.filter((state, second) => ![most[second], least[second]].includes(state))).toEqual([]);
      }
    }
  });

  test('decides nothing where the alarms at hand do', () => {
    const model = modelOf({ alarms: here, compositeAlarms: [compositeOf('c', 'ALARM(a) OR ALARM(x)')] });
    const least = statesOf('c', model, { 'other-alarm': 'may-quiet' });
    expect(least).toEqual(statesOf('a', model, {}).map((state) => (state === 'ALARM' ? 'ALARM' : 'OK')));
    expect(new Set(statesOf('c', model, { 'other-alarm': 'may-alarm' }))).toEqual(new Set(['ALARM']));
  });

  test('holds actions back as a suppressor where it may be in ALARM', () => {
    const suppressed = compositeOf('c', 'ALARM(a)', {
      actionsSuppressor: 'x',
      actionsSuppressorWaitPeriod: 0,
    });
    const model = modelOf({ alarms: here, compositeAlarms: [suppressed] });
    const told = (answers: Partial<Reading>, states = {}) =>
      simulate(model, breaches, { start: NINE, end: NINE + 3 * MINUTE, reading: answers, states })
        .notifications.filter(({ alarmName }) => alarmName === 'c')
        .map(({ state }) => state);
    expect(told({})).toEqual(['OK', 'ALARM']);
    expect(told({ 'other-suppressor': 'alarm' })).toEqual([]);
    expect(told({ 'other-suppressor': 'alarm' }, { x: 'OK' })).toEqual(['OK', 'ALARM']);
  });

  test('is asked for by the corner readings, but not where its state is given', () => {
    const suppressed = compositeOf('c', 'ALARM(x)', { actionsSuppressor: 'y' });
    const model = { alarms: [], compositeAlarms: [suppressed] };
    const answers = (states = {}) =>
      cornerReadings(model, { states }).map((one) => `${one['other-alarm']} ${one['other-suppressor']}`);
    expect(answers().sort()).toEqual([
      'may-alarm alarm',
      'may-alarm quiet',
      'may-quiet alarm',
      'may-quiet quiet',
      'ok alarm',
      'ok quiet',
    ]);
    expect(answers({ x: 'OK' })).toEqual(['ok quiet', 'ok alarm']);
    expect(answers({ x: 'OK', y: 'OK' })).toEqual(['ok quiet']);
  });
});
