import { CHECKS } from '../../lib/rehearsal/checks/run-checks';
import { smallTemplate } from '../rehearsal/small-template';
import { type Workplace, workplace } from './rehearse/rehearsal-cli';

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('bad.json', smallTemplate({ DatapointsToAlarm: 9 }));
  place.write(
    'warn.json',
    smallTemplate({}, { L: { Type: 'AWS::CloudWatch::LogAlarm', Properties: { AlarmName: 'log' } } }),
  );
});
afterAll(() => place.remove());

test('a template in order exits with 0', async () => {
  expect(await place.run(['check', '--template', 't.json'])).toEqual({
    code: 0,
    out: [`0 errors, 0 warnings in 8 resources, ${CHECKS.length} checks`],
    err: [],
  });
});

test('an error exits with 1', async () => {
  expect(await place.run(['check', '--template', 'bad.json'])).toMatchObject({
    code: 1,
    out: [
      'error alarm-m-above-n: bad/Depth (depth): datapointsToAlarm: got 9, allowed: 1 to 3',
      `1 error, 0 warnings in 8 resources, ${CHECKS.length} checks`,
      'why, and what mends it: docs/checks/CODE.md',
    ],
  });
});

test('--allow leaves a code out', async () => {
  expect((await place.run(['check', '--template', 'bad.json', '--allow', 'alarm-m-above-n'])).code).toBe(0);
  const { code, err } = await place.run(['check', '--template', 'bad.json', '--allow', 'alarm']);
  expect(code).toBe(2);
  expect(err[0]).toMatch(/^tiltmeter: check: --allow: got 'alarm', allowed: alarm-\S+, .* and \d+ more$/);
});

test('a warning fails with --strict only', async () => {
  expect((await place.run(['check', '--template', 'warn.json'])).code).toBe(0);
  expect(await place.run(['check', '--template', 'warn.json', '--strict'])).toMatchObject({
    code: 1,
    out: [
      'warning not-modelled: warn/L (log): log alarms are not modelled',
      `0 errors, 1 warning in 9 resources, ${CHECKS.length} checks`,
      'why, and what mends it: docs/checks/CODE.md',
    ],
  });
});

test('--json prints the findings', async () => {
  const { out } = await place.run(['check', '--template', 'bad.json', '--json']);
  expect(JSON.parse(out.join())).toEqual({
    passed: false,
    findings: [
      {
        code: 'alarm-m-above-n',
        severity: 'error',
        resource: 'bad/Depth',
        name: 'depth',
        message: 'datapointsToAlarm: got 9, allowed: 1 to 3',
      },
    ],
  });
});

test('without a template it says what it needs', async () => {
  expect(await place.run(['check'])).toEqual({
    code: 2,
    out: [],
    err: ['tiltmeter: check: needs --template FILE or --realm NAME, got no realm file in realms'],
  });
});

describe('--format', () => {
  test('sarif prints one document with files below the working directory', async () => {
    const { code, out } = await place.run(['check', '--template', 'bad.json', '--format', 'sarif']);
    expect(code).toBe(1);
    const [run] = JSON.parse(out.join()).runs;
    expect(run.results[0]).toMatchObject({
      ruleId: 'alarm-m-above-n',
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'bad.json', uriBaseId: 'ROOT' } } }],
    });
  });

  test('github prints a workflow command for each finding', async () => {
    const { out } = await place.run(['check', '--template', 'bad.json', '--format', 'github']);
    expect(out).toEqual([
      expect.stringMatching(/^::error file=.*bad\.json,.*title=tiltmeter alarm-m-above-n::bad\/Depth: /),
    ]);
  });

  test('json is what --json prints', async () => {
    const { out } = await place.run(['check', '--template', 'bad.json', '--format', 'json']);
    expect(out).toEqual((await place.run(['check', '--template', 'bad.json', '--json'])).out);
  });

  test('of another name is refused', async () => {
    expect(await place.run(['check', '--template', 'bad.json', '--format', 'xml'])).toMatchObject({
      code: 2,
      err: ["tiltmeter: check: --format: got 'xml', allowed: text, json, sarif, github"],
    });
  });
});

test('what counts runs because they are few is a note, and no finding', async () => {
  const description =
    '99% of the runs of job cmd/load are to succeed, over 28d. 1 run failed within 1d, which is the whole budget and more of ' +
    '0.28 runs at 1 a day, which are too few for a rate, in realm dev.';
  place.write(
    'few.json',
    smallTemplate({ AlarmDescription: `${description}\nRunbook: https://example.com` }),
  );
  const { code, out } = await place.run(['check', '--template', 'few.json', '--strict']);
  expect([code, out[0]]).toEqual([0, `note: depth: ${description}`]);
  const { out: json } = await place.run(['check', '--template', 'few.json', '--json']);
  expect(JSON.parse(json.join())).toEqual({
    passed: true,
    findings: [],
    notes: [`depth: ${description}`],
  });
});
