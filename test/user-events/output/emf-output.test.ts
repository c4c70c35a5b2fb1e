import { extractEmf } from '../../../lib/engine/log/emf';
import { createEventMeter, familyList } from '../../../lib/user-events/event-meter';
import { familiesOf } from '../../../lib/user-events/families';
import { emfOutput } from '../../../lib/user-events/output/emf-output';
import { activation } from '../event';

const NOW = Date.parse('2026-01-05T09:00:30Z');

async function linesOf(events: readonly string[], dimensions?: readonly string[]) {
  const lines: string[] = [];
  const families = familiesOf('jobs');
  const output = emfOutput({
    families: familyList(families),
    namespace: 'UserEvents',
    dimensions,
    write: (line) => lines.push(line),
    clock: () => NOW,
  });
  const { count } = createEventMeter({ families, outputs: [output], clock: () => NOW });
  for (const event of events) count(event);
  await output.flush();
  return lines;
}

/** What the engine, which reads the format as CloudWatch does, finds in the lines. */
function data(lines: readonly string[]) {
  return lines.flatMap((line) => {
    const read = extractEmf(line, NOW);
    if (!read || !('metrics' in read)) throw new Error(`not EMF: ${JSON.stringify(read)} ${line}`);
    return read.metrics;
  });
}

test('CloudWatch takes every line', async () => {
  const lines = await linesOf([activation(), activation({ statusCode: 1 }), 'not an event']);
  const told = lines.flatMap((line) => JSON.parse(line)._aws.CloudWatchMetrics[0].Metrics);
  expect(told.length).toBeGreaterThan(15);
  expect(data(lines)).toHaveLength(told.length);
});

test('values are told in the minute in which they happened', async () => {
  const at = NOW - 3_600_000;
  const [line] = (await linesOf([activation({}, { timestamp: at })])).map((text) => JSON.parse(text));
  expect(line._aws.Timestamp).toBe(Math.floor(at / 60_000) * 60_000);
});

test.each([
  ['15 days ago', NOW - 15 * 86_400_000],
  ['in three hours', NOW + 3 * 3_600_000],
])('an event of %s, which CloudWatch would drop, is told now', async (_when, timestamp) => {
  const lines = await linesOf([activation({}, { timestamp })]);
  const times = lines.map((line) => JSON.parse(line)._aws.Timestamp);
  expect(new Set(times)).toEqual(new Set([Math.floor(NOW / 60_000) * 60_000]));
});

test('events of the same labels and minute share their documents', async () => {
  const one = await linesOf([activation()]);
  const many = await linesOf(Array(50).fill(activation()));
  expect(many.length).toBe(one.length);
});

test('more values than a document takes are split, none is lost', async () => {
  const lines = await linesOf(Array.from({ length: 250 }, (_, duration) => activation({ duration })));
  const values = lines
    .map((line) => JSON.parse(line))
    .filter((line) => line.job !== undefined)
    .flatMap((line) => line.tiltmeter_job_run_seconds ?? []);
  expect(values).toHaveLength(250);
  expect(values.reduce((sum: number, value: number) => sum + value, 0)).toBeCloseTo((249 * 250) / 2 / 1_000);
});

test('over a label that is no dimension is summed', async () => {
  const lines = await linesOf(
    [activation({ memory: 128 }), activation({ memory: 256 }), activation({ kind: 'python:3' })],
    ['realm', 'job'],
  );
  const runs = lines.map((line) => JSON.parse(line)).filter((line) => 'tiltmeter_job_runs_total' in line);
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({ realm: 'guest', job: 'pkg/hello', tiltmeter_job_runs_total: 3 });
  expect(runs[0]._aws.CloudWatchMetrics[0].Dimensions).toEqual([['realm', 'job']]);
});

test('a label becomes what a dimension may hold', async () => {
  const lines = await linesOf([activation({ name: 'guest/:grüße\n"you"' })]);
  const jobs = new Set(lines.map((line) => JSON.parse(line).job).filter(Boolean));
  expect(jobs).toEqual(new Set(['_:gr??e?"you"']));
});
