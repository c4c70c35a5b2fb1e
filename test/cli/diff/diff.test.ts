import { execFileSync } from 'node:child_process';
import { smallTemplate } from '../../rehearsal/small-template';
import { backlogFile, type Workplace, workplace } from '../rehearse/rehearsal-cli';

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('late.json', smallTemplate({ Threshold: 200, EvaluationPeriods: 7, DatapointsToAlarm: 7 }));
  place.write('incidents/backlog.yaml', backlogFile('{ by: 20m, alarm: depth }'));
  const rows = Array.from({ length: 40 }, (_, minute) => {
    const at = new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();
    return `${at},${minute >= 20 && minute < 26 ? 500 : 0}`;
  });
  place.write('depth.csv', ['time,depth', ...rows].join('\n'));
});
afterAll(() => place.remove());

const diff = (...args: readonly string[]) => place.run(['diff', ...args]);

test('it says what a change means for the pages of incidents and of a recording', async () => {
  const { code, out, err } = await diff(
    't.json',
    'late.json',
    '--incidents',
    'incidents',
    '--data',
    'depth.csv',
  );
  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out.slice(0, 7)).toEqual([
    'changed: depth: 4m later, 1 of 1 page of the recording would not have been sent',
    '  threshold: > 100 -> > 200',
    '  datapoints: 3 of 3 -> 7 of 7',
    '  a step over the threshold: told after 7m1s to 8m59s, was 3m1s to 4m59s',
    '  slow growth: told after 7m1s to 8m59s, was 3m1s to 4m59s',
    '  incidents/backlog.yaml: page at 18m49s, 4m later',
    '  recording: not sent, was at 2026-01-05T09:24:49Z',
  ]);
});

test('--fail-on fails on the kinds that it names, and --json is one document', async () => {
  const { code, out, err } = await diff('t.json', 'late.json', '--json', '--fail-on', 'lost,later');
  expect({ code, err }).toEqual({
    code: 1,
    err: ['diff: got later, which --fail-on does not allow'],
  });
  expect(JSON.parse(out.join())).toMatchObject({
    kinds: ['later', 'changed'],
    alarms: [{ alarm: 'depth' }, { alarm: 'both' }],
  });
});

test('it passes where nothing is that --fail-on names; --markdown is a comment', async () => {
  const { code, out } = await diff('t.json', 't.json', '--markdown', '--fail-on', 'lost,later');
  expect(code).toBe(0);
  expect(out.join()).toMatch(/^### What this change means on call\n\nNothing differs\.\n/);
});

test.each([
  [['t.json'], 'diff: got 1 argument, allowed: OLD and NEW, each a template, a realm or REALM@REVISION'],
  [['-', '-'], 'diff: got - twice, allowed: once'],
  [
    ['t.json', 't.json', '--fail-on', 'lots'],
    "diff: --fail-on: got 'lots', did you mean 'lost', allowed: lost, later, earlier, new, changed",
  ],
  [
    ['t.json', 't.json', '--json', '--markdown'],
    'diff: --markdown and --json: got both, allowed: one of them',
  ],
])('%j is refused', async (args, message) => {
  expect(await diff(...args)).toEqual({ code: 2, out: [], err: [`tiltmeter: ${message}`] });
});

test('a revision that git does not have is refused', async () => {
  execFileSync('git', ['init', '-q', '.'], { cwd: place.cwd });
  const { code, err } = await diff('dev@nowhere', 't.json');
  expect(code).toBe(2);
  expect(err).toEqual(["tiltmeter: diff: git knows no revision 'nowhere' here"]);
});

test('two files are one stack at two times, whatever they are called', async () => {
  const template = smallTemplate({
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Jobs', 'QueueName'] } }],
  });
  const Resources = { ...template.Resources, Jobs: { Type: 'AWS::SQS::Queue' } };
  place.write('old.json', { Resources });
  place.write('new.json', { Resources });
  expect((await diff('old.json', 'new.json')).out[0]).toBe('nothing differs on call');
});

describe('parameters of package.json', () => {
  const conditional = (threshold: number) => {
    const { Resources } = smallTemplate({ Threshold: threshold });
    return {
      Parameters: { Alert: { Type: 'String', Default: '' } },
      Conditions: { Has: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Alert' }, ''] }] } },
      Resources: { ...Resources, Depth: { ...Resources.Depth, Condition: 'Has' } },
    };
  };
  beforeAll(() => {
    place.write('package.json', { tiltmeter: { template: 'own.json', parameters: { Alert: 'yes' } } });
    place.write('own.json', conditional(200));
    place.write('base/own.json', conditional(100));
  });

  test('are for both sides where one is its template', async () => {
    const [there, back] = [await diff('base/own.json', 'own.json'), await diff('own.json', 'base/own.json')];
    expect(there.out).toContain('  threshold: > 100 -> > 200');
    expect(back.out).toContain('  threshold: > 200 -> > 100');
    expect((await diff('own.json', 'base/own.json', '--fail-on', 'lost,new')).code).toBe(0);
  });

  test('are beaten by those that are given, on both sides', async () => {
    const { out } = await diff('base/own.json', 'own.json', '--parameter', 'Alert=');
    expect(out.join('\n')).not.toContain('threshold');
  });

  test('may be of one side alone, but not of neither', async () => {
    const { code, out } = await diff('t.json', 'own.json');
    expect({ code, first: out[0] }).toMatchObject({
      code: 0,
      first: expect.stringContaining('changed: depth'),
    });
    const { err } = await diff('t.json', 'own.json', '--parameter', 'Alrt=yes');
    expect(err).toEqual(['tiltmeter: diff: Alrt: neither template has this parameter']);
  });
});
