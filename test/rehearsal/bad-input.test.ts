import * as fc from 'fast-check';
import {
  backtest,
  IncidentError,
  parseIncident,
  parseSeries,
  RecordingError,
  readRecordings,
  readTemplates,
  runChecks,
  SeriesError,
  TemplateError,
} from '../../lib/rehearsal';
import { smallModel, smallTemplate } from './small-template';

jest.setTimeout(60_000);

/** Whatever comes in, it is read or refused by an error of its own kind. */
function readOrRefuse(read: () => unknown, refusal: new (...args: never[]) => Error): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(refusal);
    expect((error as Error).message).not.toBe('');
  }
}

const GOOD = `title: x
realm: dev
for: 40m
signals:
  - { heartbeat: core, instances: 3, except: { instance: 2, from: 10m } }
  - { metric: { namespace: N, name: M, dimensions: { A: b } }, every: 60s, series: '0x10 5+1x3 _x2' }
  - { log: /var/log/lava/dev, every: 30s, from: 5m, until: 20m, line: { level: ERROR } }
expect:
  - { at: 17m, alarm: a, state: ALARM }
  - { quiet: true, from: 0m, until: 10m }
`;

/** A text with a few places changed: near enough to a good one to get deep into the reader. */
const damaged = (text: string) =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(6), fc.string({ maxLength: 4, unit: 'grapheme' })), {
      maxLength: 4,
    })
    .map((cuts) =>
      cuts.reduce((now, [at, length, insert]) => now.slice(0, at) + insert + now.slice(at + length), text),
    );

test('an incident text is read or refused', () => {
  fc.assert(
    fc.property(fc.oneof(damaged(GOOD), fc.string()), (text) => {
      readOrRefuse(() => parseIncident('i.yaml', text), IncidentError);
    }),
    { numRuns: 200 },
  );
});

test('a series is read or refused', () => {
  fc.assert(
    fc.property(fc.oneof(damaged('0x10 -500+20.5x3 _x5 1e3'), fc.string()), (text) => {
      readOrRefuse(() => parseSeries(text), SeriesError);
    }),
    { numRuns: 300 },
  );
});

test('a template text is read and checked, or refused', () => {
  const text = JSON.stringify(smallTemplate(), undefined, 1);
  fc.assert(
    fc.property(damaged(text), (template) => {
      readOrRefuse(() => runChecks(readTemplates([{ text: template, stackName: 't.json' }])), TemplateError);
    }),
    { numRuns: 200 },
  );
});

test('a template with any value in any place is read and checked, or refused', () => {
  const places = pathsOf(smallTemplate());
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
      const template = structuredClone(smallTemplate());
      replaceAt(template, path, value);
      readOrRefuse(() => runChecks(readTemplates([{ template }])), TemplateError);
    }),
    { numRuns: 300 },
  );
});

test('a recording is read and played, or refused', () => {
  const model = smallModel();
  const samples = [
    '{"MetricDataResults":[{"Id":"m","Label":"depth","Timestamps":["2026-01-05T09:00:00Z"],"Values":[1]}]}',
    '{"events":[{"timestamp":1767600000000,"message":"{}","ingestionTime":1767600000001}]}',
    'timestamp,depth\n2026-01-05T09:00:00Z,1\n2026-01-05T09:01:00Z,\n',
  ];
  fc.assert(
    fc.property(fc.oneof(...samples.map(damaged)), (text) => {
      readOrRefuse(
        () => backtest(model, readRecordings([{ name: 'f', text }], '/var/log/lava/dev')),
        RecordingError,
      );
    }),
    { numRuns: 200 },
  );
});

// --- internal ---

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function replaceAt(root: unknown, path: Path, value: unknown): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], root);
  (parent as Record<string | number, unknown>)[path.at(-1)!] = value;
}
