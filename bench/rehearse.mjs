// Wall time of rehearsing many rules over a day, against promtool on an equivalent file, in one run:
// node bench/rehearse.mjs [RULES] [HOURS] [ROUNDS] (after `npm run build`; promtool is Debian's `prometheus`).
// Both are whole processes: start, reading files, evaluating every rule every minute, checking expectations.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RULES = Number(process.argv[2] ?? 1_000);
const HOURS = Number(process.argv[3] ?? 24);
const ROUNDS = Number(process.argv[4] ?? 5);
const TILTMETER = fileURLToPath(new URL('../dist/bin/tiltmeter.js', import.meta.url));
const NAMES = Array.from({ length: RULES }, (_, index) => `load-${index}`);
/** Low, half an hour of overload from the middle on, low again; in the notation of both. */
const HALF = (HOURS * 60) / 2;
const SERIES = `40x${HALF - 1} 90x29 40x${HALF - 31}`;

const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-bench-'));
try {
  const file = (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const contestants = {
    'tiltmeter rehearse': [
      process.execPath,
      TILTMETER,
      'rehearse',
      file('i.yaml', incident()),
      '--template',
      file('t.json', template()),
    ],
    'tiltmeter rehearse, one small incident': [
      process.execPath,
      TILTMETER,
      'rehearse',
      file('s.yaml', incident(1)),
      '--template',
      file('s.json', template(1)),
    ],
    'promtool test rules': ['promtool', 'test', 'rules', file('tests.yaml', tests())],
  };
  file('rules.yaml', rules());
  const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, [command, ...args]] of Object.entries(contestants))
      times[name].push(timed(name, command, args));
  }
  const medians = Object.entries(times).flatMap(([name, list]) =>
    list.includes(undefined) ? [] : [[name, median(list)]],
  );
  const absent = Object.keys(contestants).filter((name) => times[name].includes(undefined));
  for (const name of absent) console.log(`${name}: not installed`);
  for (const [name, seconds] of medians)
    console.log(`${name}: ${seconds.toFixed(2)} s (median of ${ROUNDS})`);
  const { 'tiltmeter rehearse': ours, 'promtool test rules': theirs } = Object.fromEntries(medians);
  if (theirs)
    console.log(`promtool takes ${(theirs / ours).toFixed(1)} times as long for ${RULES} rules x ${HOURS} h`);
} finally {
  rmSync(folder, { recursive: true });
}

/** Seconds of one process; undefined when the program is not installed. */
function timed(name, command, args) {
  const started = process.hrtime.bigint();
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (error?.code === 'ENOENT') {
    return undefined;
  }
  if (status !== 0) throw new Error(`${name} failed:\n${stdout}${stderr}`);
  return seconds;
}

function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
}

function template(count = RULES) {
  const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'page' } };
  const alarms = NAMES.slice(0, count).map((name, index) => [
    `Alarm${index}`,
    {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: name,
        Namespace: 'Bench',
        MetricName: 'Load',
        Dimensions: [{ Name: 'Rule', Value: name }],
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 3,
        Threshold: 80,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [{ Ref: 'Topic' }],
      },
    },
  ]);
  return { Resources: { Topic: topic, ...Object.fromEntries(alarms) } };
}

function incident(count = RULES) {
  const names = NAMES.slice(0, count);
  return [
    'title: overload',
    `for: ${HOURS}h`,
    'signals:',
    ...names.flatMap((name) => [
      `  - metric: { namespace: Bench, name: Load, dimensions: { Rule: ${name} } }`,
      `    series: '${SERIES}'`,
    ]),
    'expect:',
    ...names.map((name) => `  - { by: ${HALF + 10}m, from: ${HALF}m, alarm: ${name}, state: ALARM }`),
    '',
  ].join('\n');
}

function rules() {
  const list = NAMES.map(
    (name) =>
      `      - alert: ${name.replace('-', '_')}\n        expr: load{rule="${name}"} > 80\n        for: 2m\n`,
  );
  return `groups:\n  - name: bench\n    interval: 1m\n    rules:\n${list.join('')}`;
}

function tests() {
  const series = NAMES.map((name) => `      - series: 'load{rule="${name}"}'\n        values: '${SERIES}'\n`);
  const checks = NAMES.map((name) => {
    const alert = name.replace('-', '_');
    return `      - eval_time: ${HALF + 10}m\n        alertname: ${alert}\n        exp_alerts: [ { exp_labels: { rule: ${name} } } ]\n`;
  });
  return `rule_files: [ rules.yaml ]\nevaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n${series.join('')}    alert_rule_test:\n${checks.join('')}`;
}
