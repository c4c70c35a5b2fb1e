import type { LogSignal } from '../../lib/engine';
import { signalsOf } from '../../lib/rehearsal/rehearse/signals-of';
import { ruleChecks } from '../../lib/stack/rules/incident-tests';
import { parseDuration } from '../../lib/text';
import { incident, OPTIONS, rulesOf } from './fixture';
import { CONTAINER, FOREIGN_LINES, WORKER_CONTAINER } from './lines';
import { evaluateLogql } from './logql/evaluate';
import type { Labels, LogEntry } from './logql/log-range';
import { runPipeline } from './run-pipeline';
import { EXPECTED, INCIDENT } from './worker-incident';
import { FORMATS, writtenRecords } from './written-records';

/**
 * The shipped rules, asked about records that the runtime wrote and the pipeline labelled. Loki 3.7.6 gave the same
 * answer to every question here.
 */
const MINUTE = 60_000;
const options = {
  ...OPTIONS,
  realm: {
    ...OPTIONS.realm,
    workers: [{ ...OPTIONS.realm.workers[0], queue: { depth: 10, forSeconds: 900 } }],
  },
};

test.each(FORMATS)(
  'an incident in records of the format %s is seen, each signal when it must and not before',
  async (format) => {
    const records = await writtenRecords(format);
    const lines = INCIDENT.map(([, name]) => records[name]);
    const entries = entriesOf(lines, WORKER_CONTAINER, (n) => INCIDENT[n]![0] * 1_000);
    for (const [signal, second, fires] of EXPECTED) {
      const found = evaluateLogql(ruleOf(signal).expr, entries, second * 1_000);
      expect([signal, second, found.length > 0]).toEqual([signal, second, fires]);
    }
  },
);

test('errors of the system manager are counted as it prints them', () => {
  const container = { ...CONTAINER, container_name: 'system_manager', logstream: 'stdout' };
  const [, line] = FOREIGN_LINES[0]!;
  const entries = entriesOf([line, line], container, (n) => n * 10_000);
  const { expr } = ruleOf('SystemManagerErrorAlert');
  expect(evaluateLogql(expr, entries, 5_000)).toEqual([]);
  expect(evaluateLogql(expr, entries, 15_000)).toEqual([
    { labels: { container_name: 'system_manager' }, value: 2 },
  ]);
});

test('what is on stderr and is no record is counted, records and metrics are not', async () => {
  const { info } = await writtenRecords('json');
  const traceback = Array.from({ length: 11 }, (_, n) => `  File "wsgi.py", line ${n}, in run`);
  const written = {
    crashing: traceback,
    talking: traceback.map(() => info),
    measuring: traceback.map((_, n) => `{"_aws":{"Timestamp":${n}}}`),
  };
  const entries = Object.entries(written).flatMap(([container_name, lines]) =>
    entriesOf(lines, { ...CONTAINER, container_name }, (n) => n * 1_000),
  );
  expect(evaluateLogql(ruleOf('StderrHighLoadAlert').expr, entries, 15_000)).toEqual([
    { labels: { container_name: 'crashing' }, value: 11 },
  ]);
});

test('failed jobs are told by worker', async () => {
  const { failed } = await writtenRecords('logfmt');
  expect(
    evaluateLogql(
      ruleOf('job-failed').expr,
      entriesOf([failed], CONTAINER, () => 0),
      MINUTE,
    ),
  ).toEqual([{ labels: { service: 'lava-dev-core' }, value: 1 }]);
});

test.each(['core-falls-silent', 'core-zombie'])('the incident %s is seen as it is by the alarms', (name) => {
  const told = incident(name);
  const heartbeats = signalsOf(told).filter(
    (signal): signal is LogSignal => signal.type === 'log' && signal.logGroupName === '/var/log/lava/dev',
  );
  const lines = heartbeats.map(({ message }) => message);
  const entries = entriesOf(lines, CONTAINER, (n) => heartbeats[n]!.timestamp - told.start);
  // at the very start nothing has been heard, which is silence to a rule that has no memory
  const checks = ruleChecks(told, HEARD).filter(({ atMs }) => atMs > 0);
  expect(checks.some(({ fires }) => fires)).toBe(true);
  for (const { alert, atMs, fires } of checks) {
    const firing = isFiring(alert, entries, atMs);
    expect([alert, atMs / MINUTE, firing]).toEqual([alert, atMs / MINUTE, fires]);
  }
});

// --- internal ---

/** The rules that heartbeats alone decide on. */
const HEARD = ['lava-dev-core-heartbeat', 'lava-dev-core-dead-threads'];

const RULES = rulesOf('loki', options);

function ruleOf(name: string) {
  const names = [name, `lava-dev-core-${name}`, `lava-dev-${name}`];
  return RULES.find(({ alert }) => names.includes(alert))!;
}

/** Whether a rule's query has held for as long as the rule asks. */
function isFiring(alert: string, entries: readonly LogEntry[], atMs: number): boolean {
  const rule = ruleOf(alert);
  const heldMs = rule.for ? parseDuration(rule.for)! * 1_000 : 0;
  for (let before = 0; before <= heldMs; before += 20_000) {
    if (evaluateLogql(rule.expr, entries, atMs - before).length === 0) return false;
  }
  return true;
}

function entriesOf(lines: readonly string[], container: Labels, atMs: (line: number) => number): LogEntry[] {
  return lines.map((line, n) => ({ ...runPipeline(line, container), line, atMs: atMs(n) }));
}
