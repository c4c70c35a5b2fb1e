import { parser } from '@grafana/lezer-logql';
import { METRICS } from '../../lib/contract';
import { createMetrics, emfSink } from '../../lib/runtime';
import { filesOf, LEVELS, rulesOf, yamlOf } from './fixture';
import { FORMATS, LEVEL_OF, type RecordName, writtenRecords } from './written-records';

/** Which records each promise's query counts, whatever their format. */
const COUNTED: Readonly<Record<string, readonly RecordName[]>> = {
  heartbeat: ['heartbeat', 'waiting', 'stuck', 'unreadable', 'dead thread'],
  'dead-threads': ['dead thread'],
  'queue-depth': ['heartbeat', 'waiting', 'stuck', 'unreadable', 'dead thread'],
  'queue-stuck': ['stuck'],
  errors: ['error', 'critical'],
  'job-failed': ['failed'],
};

describe.each(FORMATS)('%s', (format) => {
  test.each(Object.entries(COUNTED))('%s counts the records that it is about', async (signal, counted) => {
    const records = Object.entries(await writtenRecords(format)) as [RecordName, string][];
    const name = signal === 'job-failed' ? 'lava-dev-job-failed' : `lava-dev-core-${signal}`;
    const { expr } = rulesOf('loki').find(({ alert }) => alert === name)!;
    const found = records.filter(([record, line]) => selects(expr, LEVEL_OF[record], line));
    expect(found.map(([record]) => record)).toEqual(counted);
  });

  test('the depth of the queue is read from a heartbeat, and none from one that could not read it', async () => {
    const { expr } = rulesOf('loki').find(({ alert }) => alert === 'lava-dev-core-queue-depth')!;
    const pattern = new RegExp(/regexp `([^`]+)`/.exec(expr)![1]!.replace('(?P<', '(?<'));
    const records = await writtenRecords(format);
    const depths = (['heartbeat', 'waiting', 'unreadable'] as const).map(
      (name) => pattern.exec(records[name])?.groups?.queued,
    );
    expect(depths).toEqual(['0', '17', undefined]);
  });

  test('a stuck queue is none while runs begin or end', async () => {
    const { expr } = rulesOf('loki').find(({ alert }) => alert === 'lava-dev-core-queue-stuck')!;
    const unless = expr.slice(expr.indexOf('unless'));
    const records = Object.entries(await writtenRecords(format));
    const runs = records.filter(([, line]) => selects(unless, 'INFO', line)).map(([name]) => name);
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
  const { expr } = rulesOf('loki').find(({ alert }) => alert === 'StderrHighLoadAlert')!;
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

/** Whether a line of a level passes the first selector of a query and its line filters. */
function selects(query: string, level: string, line: string): boolean {
  const [, matchers, filters] = /\{([^}]*)\}(.*?) \[/.exec(query) as unknown as [string, string, string];
  const wanted = /level=~?"([^"]+)"/.exec(matchers)?.[1]?.split('|');
  if (wanted && !wanted.includes(level)) return false;
  return [...filters.matchAll(/(\|=|!=|\|~|!~) `([^`]*)`/g)].every(([, operator, text]) => {
    if (operator!.endsWith('=')) return line.includes(text!) === (operator === '|=');
    return new RegExp(text!).test(line) === (operator === '|~');
  });
}

/** Grafana puts durations and choices in before it asks Loki. */
function variablesFilled(query: string): string {
  return query.replace(/\$__(range|auto)/g, '5m').replace(/\$\w+/g, 'x');
}

function syntaxErrors(query: string): string[] {
  const errors: string[] = [];
  parser.parse(query).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) errors.push(query.slice(Math.max(0, from - 10), to + 10));
    },
  });
  return errors;
}
