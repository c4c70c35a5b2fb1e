// Time of suggesting the settings of an alarm from a month of recorded data.
// usage: npm run build && node bench/suggest.mjs [DAYS]
import { createRequire } from 'node:module';
import { atMost, markdownTable, median } from './report.mjs';

const require = createRequire(import.meta.url);
const { readTemplates } = require('../dist/lib/rehearsal/index.js');
const { suggest } = require('../dist/lib/proof/suggestion/index.js');

const DAYS = Number(process.argv[2] ?? 30);
const ROUNDS = 3;
const LIMIT_SECONDS = 10;
const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const outages = [3, 11, 19, 27]
  .filter((day) => day < DAYS)
  .map((day) => {
    const from = START + day * 1_440 * MINUTE + 613 * MINUTE;
    return { from, to: from + 90 * MINUTE };
  });
const model = readTemplates([
  {
    stackName: 'bench',
    template: {
      Resources: {
        Depth: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: {
            AlarmName: 'depth',
            Namespace: 'Bench',
            MetricName: 'Depth',
            Statistic: 'Maximum',
            Period: 60,
            EvaluationPeriods: 5,
            Threshold: 100,
            ComparisonOperator: 'GreaterThanThreshold',
          },
        },
      },
    },
  },
]);
const recording = {
  logs: [],
  metrics: [
    {
      source: 'bench',
      label: 'depth',
      points: Array.from({ length: DAYS * 1_440 }, (_, index) => [
        START + index * MINUTE,
        depth(index),
      ]).filter(([, value]) => value !== null),
    },
  ],
};

const rounds = Array.from({ length: ROUNDS }, () => {
  const before = process.cpuUsage();
  const found = suggest(model, recording, model.alarms[0], outages);
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, tried: found.tried, best: found.best.length };
});
const [{ tried, best }] = rounds;
const perThousand = median(rounds.map(({ seconds }) => (seconds * 1_000) / tried));

console.log(`### Settings suggested from ${DAYS} days

One datum a minute, with gaps; each setting is judged at every minute, the best ones in a whole simulation.

${markdownTable(
  ['settings tried', 'suggested', 'processor time', 'for 1,000', 'target'],
  [
    [
      tried,
      best,
      `${median(rounds.map(({ seconds }) => seconds)).toFixed(1)} s`,
      `${perThousand.toFixed(1)} s`,
      atMost(perThousand, LIMIT_SECONDS, ' s'),
    ],
  ],
)}
`);

// --- internal ---

/** Noise by day, bursts of a few minutes, gaps, and a backlog in each outage. */
function depth(index) {
  const mixed = Math.imul(index, 2654435761) >>> 0;
  if (mixed % 97 === 0) return null;
  const at = START + index * MINUTE;
  const outage = outages.find(({ from, to }) => at >= from && at < to);
  const burst = Math.imul(Math.floor(index / 4), 2246822519) >>> 0;
  return (
    ((mixed >>> 8) % 60) +
    (burst % 211 === 0 ? 200 : 0) +
    (outage ? Math.min(400, ((at - outage.from) / MINUTE) * 12) : 0)
  );
}
