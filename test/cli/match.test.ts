import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';
import { holdToSchema } from './json-shape';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'match-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function* chunks(parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

interface Run {
  readonly code: number;
  readonly out: string[];
  readonly err: string[];
}

async function match(args: readonly string[], stdin?: readonly (string | Uint8Array)[]): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(['match', ...args], {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    env: {},
    cwd: dir,
    isTty: false,
    signal: new AbortController().signal,
    ...(stdin && { stdin: chunks(stdin) }),
  });
  holdToSchema(['match', ...args], out);
  return { code, out, err };
}

const LOG = ['[ERROR 400] BAD REQUEST', '[INFO 200] fine', '[ERROR 419] MISSING ARGUMENTS', ''].join('\n');

describe('match', () => {
  it('prints the matching lines of standard input with their numbers, and how many they are on stderr', async () => {
    expect(await match(['ERROR'], [LOG])).toEqual({
      code: 0,
      out: ['1: [ERROR 400] BAD REQUEST', '3: [ERROR 419] MISSING ARGUMENTS'],
      err: ['2 of 3 lines matched'],
    });
  });

  it('reads a file, given relative to the working directory', async () => {
    writeFileSync(join(dir, 'a.log'), LOG);
    expect((await match(['INFO', 'a.log'])).out).toEqual(['2: [INFO 200] fine']);
  });

  it('takes - for standard input', async () => {
    expect((await match(['x', '-'], ['x'])).out).toEqual(['1: x']);
  });

  it('exits with 1 when nothing matches', async () => {
    expect(await match(['FATAL'], ['one'])).toEqual({ code: 1, out: [], err: ['0 of 1 line matched'] });
  });

  it('prints what a space-delimited pattern extracts', async () => {
    expect(
      (await match(['[ip, ..., bytes > 1000]'], ['10.0.0.1 "GET /" 1534\n10.0.0.2 - 12\n'])).out,
    ).toEqual(['1: 10.0.0.1 "GET /" 1534\n    $ip=10.0.0.1 $2="GET /" $bytes=1534']);
  });

  it('prints one JSON object a line with --json, and nothing else', async () => {
    const { out, err } = await match(['--json', '[a, b]'], ['x y\n']);
    expect(out.map((line) => JSON.parse(line))).toEqual([
      { line: 1, message: 'x y', extracted: { $a: 'x', $b: 'y' } },
    ]);
    expect(err).toEqual([]);
  });

  it('previews what a metric filter would publish', async () => {
    const args = [
      '{ $.kind = * }',
      '--value',
      '$.ms',
      '--dimension',
      'Kind=$.kind',
      '--dimension',
      'Host=$.host',
    ];
    const log = '{"kind":"a b","host":"i-1","ms":12.5}\n{"kind":"c","host":"i-1","ms":"slow"}\n';
    expect((await match(args, [log])).out).toEqual([
      '1: {"kind":"a b","host":"i-1","ms":12.5}\n    publishes 12.5 with Kind="a b" Host=i-1',
      '2: {"kind":"c","host":"i-1","ms":"slow"}\n    publishes nothing: $.ms is \'slow\', not a number',
    ]);
    expect((await match(['--json', ...args], [log])).out.map((line) => JSON.parse(line).metric)).toEqual([
      { type: 'datum', value: 12.5, dimensions: { Kind: 'a b', Host: 'i-1' }, isDefault: false },
      { type: 'notice', code: 'value-not-numeric', message: "$.ms is 'slow', not a number" },
    ]);
  });

  it('counts 1 a line where only dimensions are given', async () => {
    const { out } = await match(['{ $.a = * }', '--dimension', 'A=$.a'], ['{"a":"x"}']);
    expect(out).toEqual(['1: {"a":"x"}\n    publishes 1 with A=x']);
  });

  it('takes a pattern that starts with - after --', async () => {
    expect((await match(['--', '-ERROR'], ['ERROR\nfine\n'])).out).toEqual(['2: fine']);
  });

  it('joins lines and characters that arrive in pieces, and drops carriage returns', async () => {
    const bytes = Buffer.from('ä😀\r\nsecond');
    const parts = [...bytes].map((byte) => Uint8Array.of(byte));
    expect((await match([''], parts)).out).toEqual(['1: ä😀', '2: second']);
  });

  it('counts empty lines', async () => {
    expect((await match(['a'], ['\n\na\n'])).out).toEqual(['3: a']);
  });

  it('puts U+FFFD in place of invalid UTF-8', async () => {
    expect((await match(['b'], [Uint8Array.of(0x61, 0xff, 0x62)])).out).toEqual(['1: a\ufffdb']);
  });

  it('matches a line of 1 MiB, and says that it ignores what is behind that', async () => {
    const mebibyte = 1024 * 1024;
    const parts = ['x'.repeat(mebibyte - 1), 'y', 'ERROR\nERROR\n'];
    const { out, err } = await match(['ERROR'], parts);
    expect(out).toEqual(['2: ERROR']);
    expect(err[0]).toBe('tiltmeter: line 1 is longer than 1048576 characters; the rest is ignored');
    expect((await match(['y'], parts)).out).toHaveLength(1);
  });
});

describe('bad usage and bad input exit with 2', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'a pattern that CloudWatch refuses, with a caret',
      ['{ $.a == 1 }'],
      [
        "tiltmeter: '==' is no operator; equality is a single =",
        'tiltmeter:   { $.a == 1 }',
        'tiltmeter:         ^',
      ],
    ],
    [
      'no pattern',
      [],
      ["tiltmeter: match: give a pattern and at most one file; a pattern that starts with - goes after '--'"],
    ],
    [
      'two files',
      ['a', 'b', 'c'],
      ["tiltmeter: match: give a pattern and at most one file; a pattern that starts with - goes after '--'"],
    ],
    [
      'a file that is not there',
      ['a', 'none.log'],
      ["tiltmeter: match: cannot read 'none.log': no such file"],
    ],
    ['a folder', ['a', '.'], ["tiltmeter: match: cannot read '.': EISDIR"]],
    ['no standard input', ['a'], ['tiltmeter: match: there is no standard input; give a file']],
    [
      'a bad value',
      ['{ $.a = * }', '--value', 'ms'],
      ["tiltmeter: match: the metric value 'ms' is no number, no $.json.field and no $name"],
    ],
    [
      'a bad dimension',
      ['{ $.a = * }', '--dimension', 'Host'],
      ["tiltmeter: match: --dimension: got 'Host', allowed: NAME=SELECTOR, such as Host=$.host"],
    ],
    [
      'dimensions on a text pattern',
      ['ERROR', '--dimension', 'Host=$.host'],
      [
        'tiltmeter: match: its pattern has no fields to take dimensions from; use a JSON { … } or space-delimited [ … ] pattern',
      ],
    ],
  ])('%s', async (_, args, err) => {
    expect(await match(args)).toEqual({ code: 2, out: [], err });
  });
});

it('stops reading when it is aborted', async () => {
  const abort = new AbortController();
  const out: string[] = [];
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield Buffer.from('a\n');
  }
  const code = await main(['match', 'a'], {
    out: (line) => {
      out.push(line);
      if (out.length === 3) abort.abort();
    },
    err: () => {},
    env: {},
    cwd: dir,
    isTty: false,
    signal: abort.signal,
    stdin: endless(),
  });
  expect({ code, lines: out.length }).toEqual({ code: 0, lines: 3 });
});

test('the example in docs/engine.md prints what it says', async () => {
  const page = readFileSync(join(__dirname, '../../docs/engine.md'), 'utf8');
  const [, line = '', pattern = '', value = '', printed = ''] =
    /^\$ echo '(.*)' \| tiltmeter match '(.*)' --value '(.*)'\n([^`]*)\n```$/m.exec(page)!;
  expect((await match([pattern, '--value', value], [line])).out.join('\n')).toBe(printed);
});
