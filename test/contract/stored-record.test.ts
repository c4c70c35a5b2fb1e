import { otlpPorts } from '../../lib/cli/otlp-ports';
import { lostMessagePattern, recordPattern, storedLine, storedPattern } from '../../lib/contract';
import { compileFilterPattern } from '../../lib/engine';
import { criteriaPattern, type FoundRecord } from '../../lib/operate';

const LINE =
  '{"event_source":"lava-worker","realm":"dev","worker":"core","level":"ERROR","message":"No \\"way\\"","delay":90,"job_id":"a/b"}';

/** As events of the endpoint have been published. */
const stored = (body: unknown) =>
  JSON.stringify({
    resource: { attributes: { 'service.name': 'lava-dev-core' } },
    scope: { name: 'tiltmeter' },
    timeUnixNano: 1763506342567000000,
    severityNumber: 17,
    severityText: 'ERROR',
    body,
  });

test.each([
  ['what came by OTLP', stored(LINE), LINE],
  ['a line', LINE, LINE],
  ['a line with a body of its own', '{"body":"x","level":"INFO"}', '{"body":"x","level":"INFO"}'],
  ['a record of OpenTelemetry with a body that is none of ours', stored({ a: 1 }), stored({ a: 1 })],
  ['no JSON', '{ "body" no', '{ "body" no'],
])('the line of %s', (_, message, line) => {
  expect(storedLine(message)).toBe(line);
});

const patterns = [
  criteriaPattern({ system: 'lava', realm: 'dev', worker: 'core', level: 'ERROR' }),
  criteriaPattern({ system: 'lava', realm: 'dev', job: 'a/b', dispatcher: true }),
  recordPattern({ realm: 'dev' }, '$.message = "No*"', '$.delay > 60'),
  '{ $.delay > 60 }',
  '"lava-worker"',
  '',
];

const finds = (pattern: string, message: string): boolean =>
  compileFilterPattern(storedPattern(pattern).pattern).match(message) !== undefined;

test.each(patterns)('a search for %s finds the line in either form', (pattern) => {
  expect([LINE, stored(LINE)].map((message) => finds(pattern, message))).toEqual([true, true]);
  expect(storedPattern(pattern).pattern.length).toBeLessThanOrEqual(1024);
});

test('a record of another realm is found in neither', () => {
  const pattern = criteriaPattern({ system: 'lava', realm: 'prod' });
  expect([LINE, stored(LINE)].map((message) => finds(pattern, message))).toEqual([false, false]);
});

test.each([
  [criteriaPattern({ system: 'lava', realm: 'dev', level: 'ERROR' }), true],
  [recordPattern({ realm: 'dev' }, '$.delay > 60'), false],
  [recordPattern({ realm: 'dev' }, '$.level != "INFO"'), false],
  [lostMessagePattern({ realm: 'dev' }), true],
  ['{ $.delay > 60 }', false],
])('a search for %s is exact: %s', (pattern, isExact) => {
  expect(storedPattern(pattern).isExact).toBe(isExact);
});

const said = (level: string, event_type: string, message: string): string =>
  stored(
    JSON.stringify({
      event_source: 'lava-worker',
      realm: 'dev',
      worker: 'core',
      level,
      event_type,
      thread: 'main',
      message,
    }),
  );

test.each([
  ['WARNING', 'worker', 'cmd/load: Retry limit exceeded - deleted (r1)', true],
  ['ERROR', 'worker', 'Malformed dispatch message: {', true],
  ['ERROR', 'worker', 'No Malformed dispatch message', false],
  ['ERROR', 'job', 'Malformed dispatch message: {', false],
  ['INFO', 'worker', 'Retry limit exceeded - deleted', false],
  ['ERROR', 'worker', 'cmd/load: No such job', true],
  ['ERROR', 'worker', 'cmd/load: No such job here', false],
])('of records by OTLP a lost message is %s of a %s, %s: %s', (level, type, message, isFound) => {
  const { inBody } = storedPattern(lostMessagePattern({ realm: 'dev' }));
  expect(inBody.length).toBeLessThanOrEqual(1024);
  expect(compileFilterPattern(inBody).match(said(level, type, message)) !== undefined).toBe(isFound);
});

test('of a level that is not asked for nothing is found', () => {
  const pattern = criteriaPattern({ system: 'lava', realm: 'dev', level: 'CRITICAL' });
  expect([LINE, stored(LINE)].map((message) => finds(pattern, message))).toEqual([false, false]);
});

test('whoever searches is shown the lines that match, and no others', async () => {
  const asked: string[] = [];
  const found = [stored(LINE), stored(LINE.replace('90', '30')), LINE].map(
    (message, n): FoundRecord => ({ id: String(n), timestamp: n, stream: 's', message }),
  );
  const ports = {
    async *findRecords({ pattern }: { pattern: string }) {
      asked.push(pattern);
      yield found;
    },
  } as unknown as Parameters<typeof otlpPorts>[0];
  const lines: string[] = [];
  const pattern = recordPattern({ realm: 'dev' }, '$.delay > 60');
  for await (const page of otlpPorts(ports).findRecords({ logGroup: 'g', pattern, from: 0 }))
    lines.push(...page.map(({ message }) => message));
  expect(lines).toEqual([LINE, LINE]);
  expect(asked).toEqual([
    '{ (($.realm = "dev") && ($.delay > 60)) || (($.body = "*\\"realm\\":\\"dev\\"*")) }',
  ]);
});
