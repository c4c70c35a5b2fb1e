import { METRICS } from '../../lib/contract';
import { createMetrics, emfSink } from '../../lib/runtime';
import { filesOf, LEVELS, rulesOf, yamlOf } from './fixture';
import { selectionsOf } from './logql/evaluate';
import { syntaxErrors } from './logql/syntax';
import { FORMATS, LEVEL_OF, type RecordName, writtenRecords } from './written-records';

const RULES = rulesOf('loki');

/** Which records each promise's query counts, whatever their format. */
const COUNTED: Readonly<Record<string, readonly RecordName[]>> = {
  heartbeat: ['heartbeat', 'waiting', 'stuck', 'unreadable', 'dead thread'],
  'dead-threads': ['dead thread'],
  'queue-depth': ['heartbeat', 'waiting', 'stuck', 'dead thread'],
  'queue-stuck': ['stuck'],
  errors: ['error', 'critical'],
  'job-failed': ['failed'],
};

describe.each(FORMATS)('%s', (format) => {
  test.each(Object.entries(COUNTED))('%s counts the records that it is about', async (signal, counted) => {
    const records = Object.entries(await writtenRecords(format)) as [RecordName, string][];
    const name = signal === 'job-failed' ? 'lava-dev-job-failed' : `lava-dev-core-${signal}`;
    const { expr } = RULES.find(({ alert }) => alert === name)!;
    const found = records.filter(([record, line]) => selects(expr, LEVEL_OF[record], line));
    expect(found.map(([record]) => record)).toEqual(counted);
  });

  test('the depth of the queue is read from a heartbeat, and none from one that could not read it', async () => {
    const { expr } = RULES.find(({ alert }) => alert === 'lava-dev-core-queue-depth')!;
    const [select] = selectionsOf(expr);
    const records = await writtenRecords(format);
    const depths = (['heartbeat', 'waiting', 'unreadable'] as const).map(
      (name) =>
        select!({ atMs: 0, line: records[name], labels: { service: 'lava-dev-core' }, metadata: {} })?.value,
    );
    expect(depths).toEqual([0, 17, undefined]);
  });

  test('a stuck queue is none while runs begin or end', async () => {
    const { expr } = RULES.find(({ alert }) => alert === 'lava-dev-core-queue-stuck')!;
    const records = Object.entries(await writtenRecords(format));
    const runs = records.filter(([, line]) => selects(expr, 'INFO', line, 1)).map(([name]) => name);
    expect(runs).toEqual(['starting', 'failed']);
  });
});

test('metrics that a worker writes to stderr are not taken for a crash, a traceback is', () => {
  const written: string[] = [];
  const metrics = createMetrics({
    sinks: [emfSink({ namespace: 'Lava', write: (line) => written.push(line) })],
  });
  metrics.gauge(METRICS.WorkerThreadsAlive, { Realm: 'dev', Worker: 'core', Instance: 'i' }).set(1);
  metrics.close();
  const { expr } = RULES.find(({ alert }) => alert === 'StderrHighLoadAlert')!;
  const lines = [...written, 'Traceback (most recent call last):'];
  expect(written).toHaveLength(1);
  expect(lines.map((line) => selects(expr, '', line))).toEqual([false, true]);
});

describe.each(LEVELS)('%s', (level) => {
  const queries = [
    ...rulesOf('loki', { level }).map(({ alert, expr }) => [alert, expr] as const),
    ...yamlOf('grafana/provisioning/alerting/rules.yml', { level })
      .groups[0].rules.filter(
        (rule: { data: { datasourceUid: string }[] }) => rule.data[0]!.datasourceUid === 'Loki',
      )
      .map((rule: { title: string; data: { model: { expr: string } }[] }) => [
        rule.title,
        rule.data[0]!.model.expr,
      ]),
    ...JSON.parse(filesOf({ level }).get('grafana/dashboards/fRIvzUZM8.json')!).panels.flatMap(
      ({ title, targets = [] }: { title: string; targets?: { expr: string }[] }) =>
        targets.map(({ expr }, n) => [`panel ${title} ${n}`, variablesFilled(expr)]),
    ),
  ] as readonly (readonly [string, string])[];

  test.each(queries)('%s is LogQL', (_name, query) => {
    expect(syntaxErrors(query)).toEqual([]);
  });

  test('every rule tells how long, of whom and what to do', () => {
    for (const { annotations, labels } of rulesOf('loki', { level })) {
      for (const key of ['title', 'description', 'impact', 'action'])
        expect(annotations[key]).toMatch(/^[A-Z].{10}/);
      expect(['page', 'ticket']).toContain(labels.severity);
    }
  });
});

test.each(['{a="b"', 'sum(rate({a="b"}))', 'count_over_time({a="b"} |= [1m])'])(
  'the grammar refuses %j',
  (query) => {
    expect(syntaxErrors(query)).not.toEqual([]);
  },
);

// --- internal ---

/** Whether the n-th log range of a query counts a line that worker core writes at a level. */
function selects(query: string, level: string, line: string, range = 0): boolean {
  const labels = { service: 'lava-dev-core', logstream: 'stderr', level };
  return selectionsOf(query)[range]!({ atMs: 0, line, labels, metadata: {} }) !== undefined;
}

/** Grafana puts durations and choices in before it asks Loki. */
function variablesFilled(query: string): string {
  return query.replace(/\$__(range|auto)/g, '5m').replace(/\$\w+/g, 'x');
}
