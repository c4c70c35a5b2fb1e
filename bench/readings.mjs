// CPU time of rehearsing the incidents of this repository in all readings that can matter, against the best supported one.
// usage: npm run build && node bench/readings.mjs [ROUNDS]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { atMost, markdownTable, median } from './report.mjs';

const ROUNDS = Number(process.argv[2] ?? 5);
const LIMIT_TIMES_ONE = 3;
const root = fileURLToPath(new URL('..', import.meta.url));
const times = { default: [], corners: [] };
rehearse('default'); // synthesises the realm, if it is not yet
for (let round = 0; round < ROUNDS; round++)
  for (const which of Object.keys(times)) times[which].push(rehearse(which));
const one = median(times.default);
const all = median(times.corners);

console.log(`### Rehearsal of all incidents in all readings

Whole processes, their CPU time.

${markdownTable(
  ['readings', 'CPU time', 'against one', 'target'],
  [
    ['the best supported one', `${one.toFixed(2)} s`, '1.0x', ''],
    [
      'all that can matter',
      `${all.toFixed(2)} s`,
      `${(all / one).toFixed(1)}x`,
      atMost(all / one, LIMIT_TIMES_ONE, 'x'),
    ],
  ],
)}
`);

// --- internal ---

/** Seconds of a process and of what it waits for. */
function rehearse(which) {
  const code = `process.on('exit', () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    process.stderr.write(String((userCPUTime + systemCPUTime) / 1e6));
  });
  require('./dist/bin/tiltmeter.js');`;
  const args = ['-e', code, 'tiltmeter', 'rehearse', '--realm', 'dev', '--readings', which];
  const { stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return Number(stderr.trim().split('\n').at(-1));
}
