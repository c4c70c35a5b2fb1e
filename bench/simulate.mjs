// Time and memory of simulating many alarms over many days.
// usage: npm run build && node bench/simulate.mjs [ALARMS] [DAYS] [SHAPE]
// The halves show whether cost grows linearly in alarms and in time.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { atMost, markdownTable, median } from './report.mjs';

const { simulate } = createRequire(import.meta.url)('../dist/lib/engine/index.js');

const ALARMS = Number(process.argv[2] ?? 1_000);
const DAYS = Number(process.argv[3] ?? 30);
const ROUNDS = 3;
const LIMITS = { seconds: 10, megabytes: 512 };
const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** A load that mostly stays low, differs from alarm to alarm, has gaps, and exceeds 95 now and then. */
const load = (seed) => (index) => {
  const mixed = Math.imul(index + seed * 7919, 2654435761) >>> 0;
  if (mixed % 997 === 0) return null;
  return (mixed >>> 8) % 1000 < 3 ? 100 : 40 + (mixed % 50);
};

const SHAPES = {
  'one minute, 3 of 5': { period: 60, evaluationPeriods: 5, datapointsToAlarm: 3, threshold: 80 },
  'one minute, 1 of 1, rarely breaching': { period: 60, evaluationPeriods: 1, threshold: 95 },
  'five minutes, 3 of 3': { period: 300, evaluationPeriods: 3, threshold: 80 },
};

const modelOf = (alarms, { period, ...shape }) => ({
  region: 'us-east-1',
  accountId: '123456789012',
  metricFilters: [],
  compositeAlarms: [],
  subscriptions: [],
  muteRules: [],
  logGroups: [],
  alarms: Array.from({ length: alarms }, (_, index) => ({
    alarmName: `alarm-${index}`,
    alarmArn: `arn:aws:cloudwatch:us-east-1:123456789012:alarm:alarm-${index}`,
    actionsEnabled: true,
    alarmActions: [],
    okActions: [],
    insufficientDataActions: [],
    comparisonOperator: 'GreaterThanThreshold',
    metric: { ...metricOf(index), period, stat: 'Average' },
    ...shape,
  })),
});

const metricOf = (index) => ({
  namespace: 'Bench',
  metricName: 'Load',
  dimensions: { Alarm: String(index) },
});

function run(alarms, days, shape) {
  const model = modelOf(alarms, shape);
  const signals = model.alarms.map((_, index) => ({
    type: 'series',
    ...metricOf(index),
    start: START,
    every: MINUTE,
    length: days * 1_440,
    valueAt: load(index),
  }));
  const before = process.cpuUsage();
  const { transitions } = simulate(model, signals, { start: START, end: START + days * 1_440 * MINUTE });
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  return { seconds, transitions: transitions.length };
}

const head = ['alarms', 'time', 'target', 'an evaluation', 'changes'];
const self = fileURLToPath(import.meta.url);

/** One run in a process of its own. */
function inProcess(alarms, days, name) {
  return JSON.parse(execFileSync(process.execPath, [self, String(alarms), String(days), name]));
}

/** The whole and both halves of one shape, in turns. */
function row(name) {
  const rounds = Array.from({ length: ROUNDS }, () => ({
    whole: inProcess(ALARMS, DAYS, name),
    halfTheAlarms: inProcess(ALARMS / 2, DAYS, name),
    halfTheTime: inProcess(ALARMS, DAYS / 2, name),
  }));
  const ratio = (half) =>
    `${median(rounds.map((round) => round.whole.seconds / round[half].seconds)).toFixed(2)}x`;
  const seconds = median(rounds.map(({ whole }) => whole.seconds));
  const megabytes = median(rounds.map(({ whole }) => whole.megabytes));
  return [
    name,
    `${seconds.toFixed(1)} s`,
    atMost(seconds, LIMITS.seconds, ' s'),
    `${((seconds * 1e9) / (ALARMS * DAYS * 1_440)).toFixed(0)} ns`,
    rounds[0].whole.transitions,
    ratio('halfTheAlarms'),
    ratio('halfTheTime'),
    `${megabytes.toFixed(0)} MB`,
    atMost(megabytes, LIMITS.megabytes, ' MB'),
  ];
}

const shape = process.argv[4];
if (shape) {
  const result = run(ALARMS, DAYS, SHAPES[shape]);
  console.log(JSON.stringify({ ...result, megabytes: process.resourceUsage().maxRSS / 1024 }));
} else {
  console.log(`### Simulation of ${ALARMS} alarms over ${DAYS} days

One datum a minute for each alarm, one core, processor time, each run in a process of its own. Twice the alarms, and
twice the days, should take twice as long.

${markdownTable([...head, 'twice the alarms', 'twice the days', 'peak memory', 'target'], Object.keys(SHAPES).map(row))}
`);
}
