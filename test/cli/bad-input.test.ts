import { backlogFile, type Workplace, workplace } from './rehearse/rehearsal-cli';

/** Whatever comes in is read or refused in bounded time; generous, since other tests run at the same time. */
const SECONDS = 20;

let place: Workplace;
beforeEach(() => {
  place = workplace();
});
afterEach(() => place.remove());

const PASSING = backlogFile('{ by: 15m, alarm: depth, state: ALARM }');
const composite = (AlarmName: string, AlarmRule: string) => ({
  Type: 'AWS::CloudWatch::CompositeAlarm',
  Properties: { AlarmName, AlarmRule },
});

/** Plays an incident against the small template, or another one; what it says on stderr. */
async function refusal(incident: string | Buffer, template = 't.json'): Promise<string[]> {
  place.write('i.yaml', incident);
  const { code, err } = await place.run(['rehearse', 'i.yaml', '--template', template]);
  expect(code).toBe(2);
  return err.map((line) => line.replaceAll(place.cwd, ''));
}

describe('an incident', () => {
  test('that is truncated', async () => {
    expect(await refusal(PASSING.slice(0, PASSING.indexOf('state: ')))).toEqual([
      'tiltmeter: i.yaml:8: broken YAML: Flow map in block collection must be sufficiently indented and end with a }',
    ]);
  });

  test('with a key that there is not', async () => {
    expect(await refusal(PASSING.replace('series:', 'serie:'))).toEqual([
      "tiltmeter: i.yaml:5: series is missing, allowed: promtool's notation, such as 0x10 500x20 _x5",
      "tiltmeter: i.yaml:6: unknown key, got 'serie', did you mean 'series', allowed: metric, every, series, from, delay, unit",
    ]);
  });

  test('with a series that is longer than itself', async () => {
    expect(await refusal(PASSING.replace('0x9 500x9 0x9', '0x99'))).toEqual([
      'tiltmeter: i.yaml:6: series is longer than the incident, got 100 points, allowed: 30 (every 60s until the end)',
    ]);
  });

  test('that names an alarm that is not in the template', async () => {
    expect(await refusal(PASSING.replace('alarm: depth', 'alarm: dept'))).toEqual([
      "tiltmeter: i.yaml:8: unknown alarm, got 'dept', did you mean 'depth', allowed: depth, errors, both",
    ]);
  });

  test('that is not UTF-8', async () => {
    expect(await refusal(Buffer.from(PASSING.replace('backlog', 'backl\u00f6g'), 'latin1'))).toEqual([
      'tiltmeter: i.yaml: not UTF-8, allowed: YAML in UTF-8',
    ]);
  });
});

describe('a template', () => {
  test.each([
    [
      'neither JSON nor YAML',
      'x.txt',
      'a: [',
      '/x.txt:1: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['truncated JSON', 'x.json', '{"Resources": {', '/x.json: not JSON: '],
    [
      'a text',
      'x.yaml',
      'hello',
      '/x.yaml: not a CloudFormation template: it has no Resources; give the synthesised template, a JSON or YAML file',
    ],
    ['not UTF-8', 'x.json', Buffer.of(0xff, 0xfe, 0x7b, 0), '/x.json: not UTF-8; give JSON or YAML in UTF-8'],
  ])('that is %s', async (_, name, content, message) => {
    place.write(name, content);
    expect((await refusal(PASSING, name))[0]).toContain(`tiltmeter: ${message}`);
  });

  test('in a folder whose manifest is broken', async () => {
    place.write('out/manifest.json', '{"artifacts": ');
    expect((await refusal(PASSING, 'out'))[0]).toMatch(/^tiltmeter: \/out\/manifest\.json: not JSON: /);
  });

  test(
    `of 20 MB is rehearsed within ${SECONDS} s`,
    async () => {
      const buckets = Array.from({ length: 20_000 }, (_, index) => [
        `R${index}`,
        { Type: 'AWS::S3::Bucket', Properties: { Tags: [{ Key: 'k', Value: 'v'.repeat(950) }] } },
      ]);
      const { Resources } = JSON.parse(place.read('t.json'));
      place.write('big.json', { Resources: { ...Resources, ...Object.fromEntries(buckets) } });
      place.write('i.yaml', PASSING);
      expect(place.read('big.json').length).toBeGreaterThan(20_000_000);
      const { code, out } = await place.run(['rehearse', 'i.yaml', '--template', 'big.json']);
      expect([code, out.at(-1)]).toEqual([0, '1 passed']);
    },
    SECONDS * 1_000,
  );

  test('with composites in a circle', async () => {
    const { Resources } = JSON.parse(place.read('t.json'));
    const circle = { A: composite('a', 'ALARM(b)'), B: composite('b', 'ALARM(a) OR ALARM(depth)') };
    place.write('c.json', { Resources: { ...Resources, ...circle } });
    place.write('i.yaml', PASSING);
    // CloudWatch takes them: the alarms that they are not about can be rehearsed.
    const played = await place.run(['rehearse', 'i.yaml', '--template', 'c.json']);
    expect(played.code).toBe(0);
    expect(played.out).toContain(
      '      note: alarm-cycle at 0s: composite alarms refer to one another in a circle: a -> b -> a; CloudWatch stops evaluating them, set one rule to FALSE',
    );
    const { code, out } = await place.run(['check', '--template', 'c.json']);
    expect(code).toBe(1);
    expect(out.join('\n')).toContain('composite-cycle');
  });
});

describe('a realm', () => {
  test('whose file is a folder', async () => {
    place.write('realms/dev.yaml/x', '');
    const { code, err } = await place.run(['check', '--realm', 'dev']);
    expect(code).toBe(2);
    expect(err).toEqual([
      `tiltmeter: ${place.cwd}/realms/dev.yaml: cannot be read, got EISDIR, allowed: a readable file`,
    ]);
  });

  test('that cannot be synthesised for want of a folder', async () => {
    place.write(
      'realms/dev.yaml',
      'realm: dev\nalerts: { page: [{ email: a@example.com }] }\nworkers: { core: {} }\n',
    );
    place.write('.tiltmeter', 'a file');
    const { code, err } = await place.run(['check', '--realm', 'dev']);
    expect(code).toBe(2);
    expect(err).toEqual([
      `tiltmeter: cannot write to ${place.cwd}/.tiltmeter/synth (ENOTDIR), where realms are synthesised; run where you may write`,
    ]);
  });
});

describe('a pattern with 1,024 bytes of *', () => {
  const stars = (rest: string) => '*'.repeat(1024 - rest.length);
  const message = `{"a":"${'ab*'.repeat(300_000)}"}`;

  test.each([
    ['as a term', stars(''), "'*' is not allowed in an unquoted term; put the term in double quotes"],
    ['as a regex', `%${stars('%%')}%`, "'*' has nothing to repeat; write \\* for itself"],
  ])('%s is refused', async (_, pattern, what) => {
    const { code, err } = await place.run(['match', pattern], { stdin: lines(message) });
    expect(code).toBe(2);
    expect(err[0]).toBe(`tiltmeter: ${what}`);
  });

  test.each([
    ['a quoted term', `"${stars('""')}"`, 1],
    ['a JSON value', `{ $.a = "${stars('{ $.a = "" }')}" }`, 1],
    ['a field', `[a = "${stars('[a = ""]')}"]`, 1],
  ])(
    `as %s is held against 1 MB within ${SECONDS} s`,
    async (_, pattern, expected) => {
      const { code } = await place.run(['match', pattern], { stdin: lines(message) });
      expect(code).toBe(expected);
    },
    SECONDS * 1_000,
  );
});

describe('a log', () => {
  test(
    `with lines of 1 MB is matched within ${SECONDS} s`,
    async () => {
      const line = `{"level":"ERROR","message":"${'x'.repeat(1024 * 1024 - 40)}"}\n`;
      const { code, err } = await place.run(['match', '{ $.level = "ERROR" && $.message = %x{3}y|x$% }'], {
        stdin: lines(line.repeat(5)),
      });
      expect([code, err]).toEqual([0, ['5 of 5 lines matched']]);
    },
    SECONDS * 1_000,
  );

  test('that is not UTF-8 is read with a replacement for what is not', async () => {
    const { out } = await place.run(['match', 'ok'], {
      stdin: lines(Buffer.of(0xc3, 0x28, 0x20, 0x6f, 0x6b)),
    });
    expect(out).toEqual(['1: \ufffd( ok']);
  });
});

// --- internal ---

async function* lines(content: string | Buffer): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content as string);
}
