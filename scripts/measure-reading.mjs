// How much of a folder of templates is read with no flags, and what is not: node scripts/measure-reading.mjs DIR [DOC] [--times].
// With DOC, the table of that page between its two marks is written anew.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const args = process.argv.slice(2);
const [folder, doc] = args.filter((one) => !one.startsWith('--'));
if (!folder) {
  console.error('measure-reading: needs a folder of templates');
  process.exit(2);
}
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const { readBranches, TemplateError, templateSources } = require(join(root, 'dist/lib/rehearsal'));

const files = filesOf(folder);
const counts = new Map();
let read = 0;
let refused = 0;
let complete = 0;
let alarms = 0;
for (const file of files) {
  try {
    const branches = readBranches(templateSources(file));
    read++;
    alarms += new Set(branches.flatMap(alarmIds)).size;
    const causes = new Set(branches.flatMap(({ unsupported }) => unsupported.map(causeOf)));
    if (causes.size === 0) complete++;
    for (const cause of causes) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    refused++;
    console.error(`${file}: ${error.message}`);
  }
}
const table = tableOf(args.includes('--times') ? commandTimes(files) : []);
console.log(table);
if (doc) {
  const text = readFileSync(doc, 'utf8');
  const [start, end] = ['<!-- measured -->', '<!-- /measured -->'];
  const [before, after] = [text.split(start)[0], text.split(end)[1]];
  writeFileSync(doc, `${before}${start}\n${table}\n${end}${after}`);
}

// --- internal ---

function filesOf(path) {
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .flatMap((one) => (statSync(one).isDirectory() ? filesOf(one) : [one]))
    .filter((one) => /\.(json|ya?ml|template)$/.test(one));
}

function alarmIds({ resources, leftOut }) {
  return [...resources, ...leftOut].filter(({ type }) => type.endsWith('Alarm')).map(({ id }) => id);
}

function causeOf({ cause, type, reason }) {
  if (cause === 'invalid') return 'a property is wrong';
  if (cause === 'taken') return 'another alarm has the name';
  if (cause === 'unknown') return 'a number or flag of an alarm, or a pattern, is not in the template';
  return type.startsWith('AWS::CloudWatch') || type.startsWith('AWS::Logs')
    ? 'a kind that is not modelled'
    : reason;
}

/** `tiltmeter check` of each file as a command: seconds, those of a processor, and its greatest memory in MB. */
function commandTimes(all) {
  // The command says itself at its end what it took.
  const script =
    'process.on("exit", () => require("fs").writeSync(3, JSON.stringify(process.resourceUsage())));' +
    'require(process.argv[1]);';
  const cli = join(root, 'dist/bin/tiltmeter.js');
  return all.map((file) => {
    const started = process.hrtime.bigint();
    const { status, output } = spawnSync(
      process.execPath,
      ['-e', script, cli, 'check', '--json', '--template', file],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], timeout: 60_000 },
    );
    if (status !== 0 && status !== 1) console.error(`${file}: exit code ${status}`);
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const used = JSON.parse(output?.[3]?.toString() || '{}');
    const { userCPUTime = 0, systemCPUTime = 0, maxRSS = 0 } = used;
    return { file, status, seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 };
  });
}

function tableOf(times) {
  const sorted = (name) => times.map((one) => one[name]).sort((a, b) => a - b);
  const ends = (name) => [sorted(name)[times.length >> 1], sorted(name).at(-1)];
  const both = (name, digits) =>
    ends(name)
      .map((one) => one.toFixed(digits))
      .join(', ');
  const share = (count) => `${count} of ${files.length} (${((100 * count) / files.length).toFixed(1)} %)`;
  const timed = times.length > 0;
  const unexpected = times.filter(({ status }) => status !== 0 && status !== 1).length;
  return [
    '| what | templates |',
    '|---|---|',
    `| read with no flags | ${share(read)}, with ${alarms} alarms |`,
    `| refused | ${share(refused)} |`,
    ...(timed ? [`| internal error, or no end within a minute | ${share(unexpected)} |`] : []),
    `| nothing left out of rehearsals in any branch | ${share(complete)} |`,
    ...[...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([cause, count]) => `| left out: ${cause} | ${share(count)} |`),
    ...(timed
      ? [
          `| seconds of \`check\`, median and greatest | ${both('seconds', 2)} |`,
          `| of them a processor's | ${both('cpu', 2)} |`,
          `| MB of memory | ${both('megabytes', 0)} |`,
        ]
      : []),
  ].join('\n');
}
