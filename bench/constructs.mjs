// What synthesis costs: a realm against apps of its resources, and monitoring against cdk-monitoring-constructs.
// usage: npm run build && npm --prefix bench ci && node bench/constructs.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atMost, markdownTable, median, timed } from './report.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
const HEAD = ['app', 'resources', 'alarms', 'template', 'median', 'ours : this', 'limit'];
const env = { ...process.env, CDK_VALIDATION: 'false' };
const home = mkdtempSync(join(tmpdir(), 'tiltmeter-bench-'));

try {
  console.log(`### Synthesis

CloudFormation validation is off. First in one warm process, ${ROUNDS} rounds in turns: a realm with ten workers, and
apps without constructs that write the same resources.

${markdownTable(HEAD, realmRows())}

Then whole processes, from their start to the written assembly: ten queues with dead-letter queues, ten functions,
their alarms and a dashboard. Tiltmeter makes all of its default alarms, cdk-monitoring-constructs forty.

${markdownTable(HEAD, monitoringRows())}`);
} finally {
  rmSync(home, { recursive: true });
}

// --- internal ---

function realmRows() {
  const args = [join(import.meta.dirname, 'constructs/realm.cjs'), String(ROUNDS), home];
  const times = JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8' }));
  const row = (title, app, limit) => rowOf(title, sizeOf(`${app}-1`), times.realm, times[app], limit);
  return [
    row('the realm', 'realm'),
    row('typed L1s with references, by `CfnInclude`', 'typed', 1.5),
    row('bare `CfnResource`s of literals', 'literal'),
  ];
}

function monitoringRows() {
  const rounds = Array.from({ length: ROUNDS }, () => [synthesise('monitoring'), synthesise('rival')]);
  const [ours, rivals] = [0, 1].map((place) => rounds.map((round) => round[place] * 1_000));
  return [
    rowOf('Tiltmeter', sizeOf('monitoring'), ours, ours),
    rowOf('cdk-monitoring-constructs', sizeOf('rival'), ours, rivals, 1),
  ];
}

/** Seconds of a whole process. */
function synthesise(app) {
  const script = join(import.meta.dirname, 'constructs', `${app}.cjs`);
  return timed(process.execPath, [script], { env: { ...env, CDK_OUTDIR: join(home, app) } });
}

function sizeOf(folder) {
  const name = readdirSync(join(home, folder)).find((file) => file.endsWith('.template.json'));
  const text = readFileSync(join(home, folder, name), 'utf8');
  const types = Object.values(JSON.parse(text).Resources).map(({ Type }) => Type);
  const alarms = types.filter((type) => type === 'AWS::CloudWatch::Alarm').length;
  return { resources: types.length, alarms, bytes: text.length };
}

/** The ratio is the median of the rounds' ratios; a row of ours has none. */
function rowOf(title, { resources, alarms, bytes }, ours, theirs, limit) {
  const size = [
    title,
    resources,
    alarms,
    `${Math.round(bytes / 1_000)} kB`,
    `${Math.round(median(theirs))} ms`,
  ];
  if (ours === theirs) return [...size, '', ''];
  const ratio = median(ours.map((one, round) => one / theirs[round]));
  return [...size, ratio.toFixed(2), atMost(ratio, limit)];
}
