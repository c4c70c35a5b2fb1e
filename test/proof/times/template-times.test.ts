import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spanText, templateTimes, timesText } from '../../../lib/proof/times';
import { readTemplates, type TemplateModel } from '../../../lib/rehearsal';
import { PROMISES } from '../../constructs/promises/promises';
import { DEPTH, smallModel, smallTemplate } from '../../rehearsal/small-template';

test('a composite that takes several alarms is in ALARM with the last of them', () => {
  const both = templateTimes(smallModel()).find(({ alarm }) => alarm === 'both')!;
  expect(both.faults).toEqual([
    {
      fault: 'step',
      alarm: { earliest: 181, latest: 299 },
      told: { earliest: 181, latest: 299, topic: 'lava-dev-alerts-page' },
      note: 'by depth and errors',
    },
  ]);
});

test('a composite for which one alarm is enough follows each of them', () => {
  const model = smallModel(
    {},
    {
      Either: {
        Type: 'AWS::CloudWatch::CompositeAlarm',
        Properties: { AlarmName: 'either', AlarmRule: 'ALARM(depth) OR ALARM(errors)' },
      },
      Above: {
        Type: 'AWS::CloudWatch::CompositeAlarm',
        Properties: { AlarmName: 'above', AlarmRule: 'NOT ALARM(errors) AND ALARM(either)' },
      },
    },
  );
  const [, , , either, above] = templateTimes(model);
  expect(either!.faults.map(({ fault, alarm, note }) => [fault, alarm && spanText(alarm), note])).toEqual([
    ['step', '1s to 4m59s', 'by depth, errors; no topic is told'],
    ['growth', '3m1s to 4m59s', 'by depth; no topic is told'],
    ['event', '1s to 2m59s', 'by errors; no topic is told'],
  ]);
  expect(above!.faults.map(({ fault }) => fault)).toEqual(['step', 'growth', 'event']);
});

/** The page's composite, whose actions wait for a suppressor: those of the lone alarm `errors`. */
const waiting = (seconds: number | undefined) => {
  const model = smallModel();
  const page = model.compositeAlarms.find(({ alarmName }) => alarmName === 'both')!;
  const errors = model.alarms.find(({ alarmName }) => alarmName === 'errors')!;
  const held = {
    ...page,
    alarmName: 'held',
    alarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:held',
    alarmRule: 'ALARM(errors)',
    actionsSuppressor: 'maintenance',
    ...(seconds === undefined ? {} : { actionsSuppressorWaitPeriod: seconds }),
  };
  const alone = { ...errors, alarmActions: [] };
  const times = templateTimes({ ...model, alarms: [alone], compositeAlarms: [held] });
  return times.map(({ alarm, faults }) => [
    alarm,
    ...faults.map(({ fault, told, note }) => `${fault}: ${told ? spanText(told) : 'nobody'}; ${note}`),
  ]);
};
const BY = 'by errors; if maintenance does not hold its actions back';

test('the actions of a composite run when the wait for its suppressor is over', () => {
  expect(waiting(0)[1]).toEqual(['held', `step: 1s to 2m59s; ${BY}`, `event: 1s to 2m59s; ${BY}`]);
  // A minute unless it says so.
  expect(waiting(undefined)[1]).toEqual([
    'held',
    `step: 1m1s to 3m59s; ${BY}`,
    `event: 1m1s to 3m59s; ${BY}`,
  ]);
  const over =
    'by errors; it is over before its actions have waited 40m; if maintenance does not hold its actions back';
  expect(waiting(2400)).toEqual([
    ['errors', 'step: 40m1s to 42m59s; undefined', 'event: nobody; undefined'],
    ['held', `step: 40m1s to 42m59s; ${BY}`, `event: nobody; ${over}`],
  ]);
});

test('an action that is imported, or a parameter without a value, is a topic of which is not known who subscribes', () => {
  const actions = [{ 'Fn::ImportValue': 'ops-topic' }, { Ref: 'Ops' }];
  const rows = actions.map((action) => {
    const own = {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { ...DEPTH, AlarmName: 'own', AlarmActions: [action], OKActions: [] },
    };
    const template = { ...smallTemplate({}, { Own: own }), Parameters: { Ops: { Type: 'String' } } };
    const [first] = templateTimes(readTemplates([{ template }]), (name) => name === 'own');
    return [first!.faults[0]!.told?.topic, first!.faults[0]!.note];
  });
  expect(rows).toEqual([
    ['‹import_ops-topic›', 'who subscribes to ‹import_ops-topic› is not known'],
    ['‹Ops›', 'who subscribes to ‹Ops› is not known'],
  ]);
});

test('an alarm that cannot be played is listed with the reason', () => {
  const model = smallModel({ Threshold: { Ref: 'Depth' } });
  expect(templateTimes(model).find(({ alarm }) => alarm === 'depth')).toMatchObject({
    faults: [],
    reason: 'Threshold: got "depth", allowed: a number',
  });
});

/** What docs/promises.md states and what is measured here: two ways to the same numbers. */
const page = readFileSync(join(__dirname, '../../../docs/promises.md'), 'utf8');
test.each(
  PROMISES.filter(
    ({ alarm, setting }) => /heartbeat$|watchdog/.test(alarm) && !/lavaAlarm|every: 5m|min: 0/.test(setting),
  ).map((promise) => [promise.fault, promise.setting, promise] as const),
)('%s, %s: as docs/promises.md has it', (fault, setting, { alarm, model }) => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${fault} | ${setting} |`))!;
  const [, , , , earliest, latest] = row.split('|').map((cell) => cell.trim());
  const [times] = templateTimes(model() as TemplateModel, (name) => name === alarm);
  expect(times!.faults[0]!.alarm && spanText(times!.faults[0]!.alarm)).toBe(`${earliest} to ${latest}`);
});

test('an alarm that no data take into ALARM is never detected, which is known', () => {
  const model = smallModel(
    { ComparisonOperator: 'LessThanThreshold', Threshold: 0 },
    {
      Neither: {
        Type: 'AWS::CloudWatch::CompositeAlarm',
        Properties: { AlarmName: 'neither', AlarmRule: 'ALARM(errors) AND NOT ALARM(errors)' },
      },
    },
  );
  const rows = timesText(templateTimes(model), new Map());
  expect(rows.find((row) => row.startsWith('depth '))).toMatch(
    /^depth +step over the threshold +never +.*is never below 0/,
  );
  expect(rows.find((row) => row.startsWith('neither '))).toMatch(/^neither +step over the threshold +never /);
});
