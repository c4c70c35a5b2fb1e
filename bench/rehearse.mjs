// Wall time of rehearsing many rules over a day against promtool on an equivalent file, and of one small incident.
// usage: npm run build && node bench/rehearse.mjs [RULES] [HOURS] [ROUNDS]   (promtool is Debian's `prometheus`)
// All are whole processes, in turns: start, reading files, evaluating every rule every minute, checking what was
// expected.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atLeast, atMost, markdownTable, median, timed } from './report.mjs';

const RULES = Number(process.argv[2] ?? 1_000);
const HOURS = Number(process.argv[3] ?? 24);
const ROUNDS = Number(process.argv[4] ?? 5);
const LIMITS = { smallSeconds: 0.7, timesPromtool: 10 };
const TILTMETER = fileURLToPath(new URL('../dist/bin/tiltmeter.js', import.meta.url));
const NAMES = Array.from({ length: RULES }, (_, index) => `load-${index}`);
/** Low, half an hour of overload from the middle on, low again; in the notation of both. */
const HALF = (HOURS * 60) / 2;
const SERIES = `40x${HALF - 1} 90x29 40x${HALF - 31}`;

const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-bench-'));
try {
  installed('tiltmeter', TILTMETER);
  installed('nothing', file('nothing.js', '#!/usr/bin/env node\n'));
  file('package.json', { name: 'bench', version: '1.0.0' });
  file('rules.yaml', rules());
  const many = ['rehearse', file('i.yaml', incident()), '--template', file('t.json', template())];
  const small = ['rehearse', file('s.yaml', incident(1)), '--template', file('s.json', template(1))];
  const medians = inTurns({
    ours: [process.execPath, TILTMETER, ...many],
    theirs: ['promtool', 'test', 'rules', file('tests.yaml', tests())],
    small: [process.execPath, TILTMETER, ...small],
    node: [process.execPath, '-e', '0'],
    npx: ['npx', 'tiltmeter', ...small],
    npxNothing: ['npx', 'nothing'],
  });
  console.log(report(medians));
} finally {
  rmSync(folder, { recursive: true });
}

// --- internal ---

function report({ ours, theirs, small, node, npx, npxNothing }) {
  const seconds = (value) => (value === undefined ? 'not installed' : `${value.toFixed(2)} s`);
  const ratio = theirs === undefined ? '' : `${(theirs / ours).toFixed(1)}x`;
  const target = theirs === undefined ? '' : atLeast(theirs / ours, LIMITS.timesPromtool, 'x');
  return `### Rehearsal of ${RULES} rules over ${HOURS} hours

${markdownTable(
  ['program', 'wall time', 'against tiltmeter', 'target'],
  [
    ['tiltmeter rehearse', seconds(ours), '1.0x', ''],
    [promtoolVersion(), seconds(theirs), ratio, target],
  ],
)}

### Rehearsal of one small incident

The template is synthesised already. What \`node\` and \`npx\` take for nothing at all is in the time: where \`npx\`
alone takes longer than the target, no program can meet it.

${markdownTable(
  ['command', 'wall time', 'for nothing', 'target'],
  [
    ['node tiltmeter.js rehearse', seconds(small), seconds(node), atMost(small, LIMITS.smallSeconds, ' s')],
    ['npx tiltmeter rehearse', seconds(npx), seconds(npxNothing), atMost(npx, LIMITS.smallSeconds, ' s')],
  ],
)}
`;
}

function promtoolVersion() {
  const { stdout } = spawnSync('promtool', ['--version'], { encoding: 'utf8' });
  const version = /version (\S+)/.exec(stdout ?? '')?.[1];
  return `promtool ${version ?? ''} test rules`;
}

/** Medians of all rounds by name; undefined for a program that is not installed. */
function inTurns(commands) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, [command, ...args]] of Object.entries(commands))
      times[name].push(timed(command, args, { cwd: folder }));
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, list]) => [name, list.includes(undefined) ? undefined : median(list)]),
  );
}

/** Makes a program one that npx finds, as in an app that depends on it. */
function installed(name, path) {
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  spawnSync('chmod', ['+x', path]);
  symlinkSync(path, join(folder, 'node_modules/.bin', name));
}

function file(name, content) {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
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
