// Time and memory of simulating many alarms over many days: node bench/simulate.mjs [ALARMS] [DAYS] [SHAPE]
// (after `npm run build`). The halves show whether cost grows linearly in alarms and in time. Every shape runs
// in a process of its own, so that its memory is its own too; times are processor time.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { simulate } = createRequire(import.meta.url)('../dist/lib/engine/index.js');

const ALARMS = Number(process.argv[2] ?? 1_000);
const DAYS = Number(process.argv[3] ?? 30);
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
  globalThis.gc?.();
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

function measure(name) {
  for (const [alarms, days] of [
    [ALARMS / 2, DAYS],
    [ALARMS, DAYS / 2],
    [ALARMS, DAYS],
  ]) {
    const { seconds, transitions } = run(alarms, days, SHAPES[name]);
    const nanoseconds = (seconds * 1e9) / (alarms * days * 1_440);
    console.log(
      `${name}: ${alarms} alarms x ${days} days: ${seconds.toFixed(2)} s, ${nanoseconds.toFixed(0)} ns an evaluation, ${transitions} transitions`,
    );
  }
  console.log(`${name}: peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
}

const shape = process.argv[4];
if (shape) measure(shape);
else {
  for (const name of Object.keys(SHAPES)) {
    const self = fileURLToPath(import.meta.url);
    spawnSync(process.execPath, [self, String(ALARMS), String(DAYS), name], { stdio: 'inherit' });
  }
}
