import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { smallTemplate } from '../../rehearsal/small-template';
import { backlogFile, type Workplace, workplace } from './rehearsal-cli';

let place: Workplace;
beforeEach(() => {
  place = workplace();
});
afterEach(() => place.remove());

const PASSING = backlogFile('{ by: 15m, notified: page }');
const FAILING = backlogFile('{ never: depth }');

test('passing incidents exit with 0, a line each', async () => {
  place.write('incidents/a.yaml', PASSING);
  place.write('incidents/b.yml', PASSING);
  place.write('incidents/notes.txt', 'no incident');
  expect(await place.run(['rehearse', '--template', 't.json'])).toEqual({
    code: 0,
    out: [
      'pass  incidents/a.yaml  a backlog (1/1)',
      'pass  incidents/b.yml  a backlog (1/1)',
      '',
      '2 passed',
    ],
    err: [],
  });
});

test('a failed expectation exits with 1 and shows the line and the timeline', async () => {
  place.write('a.yaml', FAILING);
  const { code, out } = await place.run(['rehearse', 'a.yaml', '--template', 't.json']);
  expect(code).toBe(1);
  expect(out.slice(0, 3)).toEqual([
    'FAIL  a.yaml  a backlog (0/1)',
    '      a.yaml:8',
    '        exp: depth never in ALARM by 30m',
  ]);
  expect(out.at(-1)).toBe('1 of 1 failed');
  expect(out.join('\n')).toContain('states, each 1m');
});

test('what AWS would refuse is left out and keeps the rest from passing, not from being played', async () => {
  const template = smallTemplate({ EvaluationPeriods: 2000 });
  place.write('t.json', template);
  const reason =
    "CloudWatch refuses it: alarm 'depth': 2000 periods of 60 s are 120000 s; at most 1 day is allowed for such a period";
  place.write('a.yaml', backlogFile('{ never: errors }'));
  expect(await place.run(['rehearse', 'a.yaml', '--template', 't.json'])).toEqual({
    code: 1,
    out: [
      'pass  a.yaml  a backlog (1/1)',
      '      note: line 5: no alarm reads AWS/SQS ApproximateNumberOfMessagesVisible {QueueName=jobs}; dimensions must match exactly',
      `FAIL  ${join(place.cwd, 't.json')}: Depth (AWS::CloudWatch::Alarm) is left out: ${reason}`,
      `note: ${join(place.cwd, 't.json')}: Both (AWS::CloudWatch::CompositeAlarm) is left out: it reads 'depth', which is left out`,
      '',
      '1 passed',
    ],
    err: [],
  });
  const { out } = await place.run(['rehearse', 'a.yaml', '--template', 't.json', '--json']);
  expect(JSON.parse(out.join())).toMatchObject({
    passed: false,
    refused: [{ template: join(place.cwd, 't.json'), logicalId: 'Depth', reason }],
    incidents: [{ passed: true }],
  });
  place.write('b.yaml', PASSING.replace('notified: page', 'alarm: depth, state: ALARM'));
  const named = await place.run(['rehearse', 'b.yaml', '--template', 't.json']);
  expect([named.code, named.err]).toEqual([
    2,
    [`tiltmeter: b.yaml:8: alarm 'depth' cannot be rehearsed: ${reason}`],
  ]);
});

test('the template of an incident is found beside it', async () => {
  place.write('incidents/a.yaml', PASSING.replace('realm: dev', 'realm: dev\ntemplate: ../t.json'));
  expect((await place.run(['rehearse'])).code).toBe(0);
});

test('--json prints one document, with coverage if asked', async () => {
  place.write('a.yaml', PASSING);
  const { code, out } = await place.run([
    'rehearse',
    'a.yaml',
    '--template',
    't.json',
    '--json',
    '--coverage',
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(out.join())).toMatchObject({
    passed: true,
    incidents: [{ file: 'a.yaml', passed: true }],
    coverage: [{ template: join(place.cwd, 't.json'), percent: 25, alarms: { still: ['errors', 'both'] } }],
  });
});

test('--junit writes a file beside the report', async () => {
  place.write('a.yaml', FAILING);
  const { out } = await place.run(['rehearse', 'a.yaml', '--template', 't.json', '--junit', 'r.xml']);
  expect(out[0]).toBe('FAIL  a.yaml  a backlog (0/1)');
  expect(readFileSync(join(place.cwd, 'r.xml'), 'utf8')).toContain('tests="1" failures="1"');
});

test('--junit names a file that cannot be written', async () => {
  place.write('a.yaml', PASSING);
  expect(await place.run(['rehearse', 'a.yaml', '--template', 't.json', '--junit', 'no/r.xml'])).toEqual({
    code: 2,
    out: [],
    err: [
      "tiltmeter: rehearse: --junit: cannot write 'no/r.xml' (ENOENT); give a file in a folder that is there",
    ],
  });
});

test('--min-coverage is a gate', async () => {
  place.write('a.yaml', PASSING);
  const gate = (percent: string) =>
    place.run(['rehearse', 'a.yaml', '--template', 't.json', '--min-coverage', percent]);
  expect((await gate('25')).code).toBe(0);
  const below = await gate('26');
  expect(below.code).toBe(1);
  expect(below.out).toContain('FAIL  coverage 25 % is below 26 %');
  expect(await gate('most')).toMatchObject({
    code: 2,
    err: ["tiltmeter: rehearse: --min-coverage: got 'most', allowed: 0 to 100"],
  });
});

test('what cannot be rehearsed is said', async () => {
  const band = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      ThresholdMetricId: 'b',
      Metrics: [
        { Id: 'b', Expression: 'ANOMALY_DETECTION_BAND(m, 2)' },
        {
          Id: 'm',
          MetricStat: { Metric: { Namespace: 'Acme', MetricName: 'Depth' }, Period: 60, Stat: 'Sum' },
        },
      ],
      ComparisonOperator: 'GreaterThanUpperThreshold',
      EvaluationPeriods: 1,
    },
  };
  place.write('band.json', {
    Resources: { ...JSON.parse(readFileSync(join(place.cwd, 't.json'), 'utf8')).Resources, Band: band },
  });
  place.write('a.yaml', PASSING);
  const { out } = await place.run(['rehearse', 'a.yaml', '--template', 'band.json']);
  expect(out[1]).toMatch(
    /^note: .*band\.json: Band \(AWS::CloudWatch::Alarm\) is left out: anomaly detection bands are not modelled$/,
  );
});

test('progress is drawn on a terminal only, and only when it takes long', async () => {
  place.write('a.yaml', PASSING);
  const now = jest.spyOn(Date, 'now');
  let seconds = 0;
  now.mockImplementation(() => {
    seconds += 2;
    return seconds * 1000;
  });
  try {
    const argv = ['rehearse', 'a.yaml', '--template', 't.json'];
    expect((await place.run(argv, { isTty: true })).err).toEqual(['1/1 a.yaml']);
    expect((await place.run(argv)).err).toEqual([]);
  } finally {
    now.mockRestore();
  }
});

describe('bad input exits with 2', () => {
  test('the mistakes of all files at once', async () => {
    place.write('a.yaml', PASSING.replace('for: 30m', 'for: long'));
    place.write('b.yaml', PASSING.replace('title', 'titel'));
    const { code, err } = await place.run(['rehearse', 'a.yaml', 'b.yaml', '--template', 't.json']);
    expect(code).toBe(2);
    expect(err).toEqual([
      "tiltmeter: a.yaml:3: for: not a duration, got 'long', allowed: such as 30s, 5m or 1h30m",
      expect.stringMatching(/^tiltmeter: b\.yaml:1: unknown key, got 'titel', did you mean 'title', /),
      'tiltmeter: b.yaml:1: title is missing, allowed: a text',
    ]);
  });

  test('what the template of several files does not have at once', async () => {
    place.write('a.yaml', backlogFile('{ never: dept }'));
    place.write('b.yaml', backlogFile('{ by: 5m, notified: pag }'));
    expect((await place.run(['rehearse', 'a.yaml', 'b.yaml', '--template', 't.json'])).err).toEqual([
      "tiltmeter: a.yaml:8: unknown alarm, got 'dept', did you mean 'depth', allowed: depth, errors, both",
      "tiltmeter: b.yaml:8: unknown topic, got 'pag', did you mean 'page', allowed: page, lava-dev-alerts-page, tickets",
    ]);
  });

  test.each<[string, string[], string]>([
    ['no such file', ['none.yaml'], 'tiltmeter: rehearse: no such file or folder: none.yaml'],
    [
      'no folder',
      [],
      'tiltmeter: rehearse: there is no folder incidents here; write incidents there, or name a file; see docs/incidents.md',
    ],
    [
      'a folder without incidents',
      ['.'],
      'tiltmeter: rehearse: no incident files in ., allowed: *.yaml, *.yml',
    ],
    [
      'both template and realm',
      ['a.yaml', '--realm', 'dev', '--template', 't.json'],
      'tiltmeter: --template and --realm: got both, allowed: one of them',
    ],
    [
      'a parameter without a value',
      ['t.json', '--template', 't.json', '--parameter', 'x'],
      "tiltmeter: --parameter: got 'x', allowed: NAME=VALUE",
    ],
  ])('%s', async (_, args, message) => {
    expect(await place.run(['rehearse', ...args])).toMatchObject({ code: 2, err: [message] });
  });

  test('a template that is none', async () => {
    place.write('a.yaml', PASSING);
    place.write('x.json', '{"Resources": {');
    const { code, err } = await place.run(['rehearse', 'a.yaml', '--template', 'x.json']);
    expect(code).toBe(2);
    expect(err[0]).toMatch(/^tiltmeter: .*x\.json: not JSON: /);
  });

  test('an incident without realm and template', async () => {
    place.write('a.yaml', PASSING.replace('realm: dev\n', ''));
    expect((await place.run(['rehearse', 'a.yaml'])).err).toEqual([
      'tiltmeter: a.yaml: names neither realm nor template, allowed: one of them, or --template or --realm',
    ]);
  });
});

describe('a realm', () => {
  const REALM = `realm: dev
alerts: { page: [ { email: oncall@example.com } ], ticket: [ { email: team@example.com } ] }
workers: { core: {} }
`;
  const SILENCE = `title: nobody is there
realm: dev
for: 10m
signals: [ { heartbeat: core } ]
expect: [ { quiet: true } ]
`;

  test('is synthesised once, and again when its file has changed', async () => {
    place.write('realms/dev.yaml', REALM);
    place.write('incidents/a.yaml', SILENCE);
    const cache = join(place.cwd, '.tiltmeter/synth');
    expect((await place.run(['rehearse'])).code).toBe(0);
    const [first] = readdirSync(cache);
    const made = statSync(join(cache, first!, 'manifest.json')).mtimeMs;
    expect((await place.run(['rehearse'])).code).toBe(0);
    expect(statSync(join(cache, first!, 'manifest.json')).mtimeMs).toBe(made);
    place.write('realms/dev.yaml', `${REALM}logs: { retention: 7d }\n`);
    expect((await place.run(['rehearse'])).code).toBe(0);
    const [second, ...more] = readdirSync(cache);
    expect(more).toEqual([]);
    expect(second).not.toBe(first);
  });

  test("plays what is its own or nobody's, and says what it leaves out", async () => {
    place.write('realms/mine.yaml', REALM.replace('dev', 'mine'));
    const anyone = `title: nobody is there any more
for: 20m
signals: [ { heartbeat: core, until: 5m } ]
expect: [ { by: 15m, notified: page, alarm: lava-mine-core-heartbeat } ]
`;
    place.write('incidents/any.yaml', anyone);
    place.write('incidents/dev.yaml', SILENCE);
    place.write('incidents/mine.yaml', SILENCE.replace('realm: dev', 'realm: mine'));
    place.write('incidents/prod.yaml', SILENCE.replace('realm: dev', 'realm: prod'));
    const { code, out, err } = await place.run(['rehearse', '--realm', 'mine', '--readings', 'default']);
    expect(err).toEqual(['skipped 1 incident of realm dev, 1 incident of realm prod']);
    expect(out.filter((line) => !line.startsWith('note: '))).toEqual([
      'pass  incidents/any.yaml  nobody is there any more (1/1)',
      'pass  incidents/mine.yaml  nobody is there (1/1)',
      '',
      '2 passed',
    ]);
    expect(code).toBe(0);
    expect(await place.run(['rehearse', 'incidents/dev.yaml', '--realm', 'mine'])).toEqual({
      code: 2,
      out: [],
      err: [
        "tiltmeter: rehearse: nothing to play on realm mine, got 1 incident of realm dev; write incidents with 'realm: mine' or without a realm; see docs/incidents.md",
      ],
    });
  });

  test('that does not exist is an error, and leaves nothing behind', async () => {
    place.write('realms/dev.yaml', REALM);
    place.write('a.yaml', SILENCE);
    const { code, err } = await place.run(['rehearse', 'a.yaml', '--realm', 'prod']);
    expect(code).toBe(2);
    expect(err).toEqual([
      expect.stringMatching(/unknown realm, got 'prod', allowed: dev, the only realm there$/),
    ]);
    expect(readdirSync(place.cwd)).not.toContain('.tiltmeter');
  });
});

test('--watch plays again after a change, says what is wrong meanwhile, and ends with the last result', async () => {
  const path = 'incidents/a.yaml';
  place.write(path, PASSING);
  const abort = new AbortController();
  const out: string[] = [];
  const err: string[] = [];
  const until = async (lines: string[], line: string | RegExp, count: number) => {
    const seen = () =>
      lines.filter((one) => (typeof line === 'string' ? one === line : line.test(one))).length;
    while (seen() < count) await new Promise((done) => setTimeout(done, 10));
  };
  const running = place.run(['rehearse', '--template', 't.json', '--watch'], {
    signal: abort.signal,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  await until(err, 'watching for changes, Ctrl-C ends', 1);
  place.write(path, 'title: [');
  await until(err, /^tiltmeter: incidents\/a\.yaml:\d+: broken YAML/, 1);
  await until(err, 'watching for changes, Ctrl-C ends', 2);
  place.write(path, FAILING);
  await until(out, '1 of 1 failed', 1);
  abort.abort();
  expect((await running).code).toBe(1);
  expect(out[0]).toBe('pass  incidents/a.yaml  a backlog (1/1)');
});

describe('--html', () => {
  test('writes a page, whatever came of the incidents', async () => {
    place.write('late.yaml', backlogFile('{ by: 13m, alarm: depth }'));
    const argv = ['rehearse', 'late.yaml', '--template', 't.json', '--html', 'page.html'];
    expect((await place.run(argv)).code).toBe(1);
    expect(place.read('page.html')).toMatch(/^<!doctype html>\n<html lang="en">.*<h2>a backlog<\/h2>/s);
  });

  test('in a folder that is not there is refused', async () => {
    place.write('late.yaml', backlogFile('{ by: 13m, alarm: depth }'));
    const argv = ['rehearse', 'late.yaml', '--template', 't.json', '--html', 'none/page.html'];
    expect(await place.run(argv)).toMatchObject({
      code: 2,
      err: [
        "tiltmeter: rehearse: --html: cannot write 'none/page.html' (ENOENT); give a file in a folder that is there",
      ],
    });
  });
});
