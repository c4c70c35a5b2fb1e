import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');
const tiltmeter = async (...args: string[]) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/bin/tiltmeter.js', ...args], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout);
};

test('several threads give the same verdicts as one', async () => {
  const of = (jobs: string) =>
    tiltmeter('mutate', '--realm', 'dev', '--alarm', 'lava-dev-core-*', '--jobs', jobs, '--json');
  const [one, two] = [await of('1'), await of('3')];
  expect(one.templates[0].mutants).toBeGreaterThan(200);
  expect(two).toEqual(one);
}, 180_000);

/** The rows of docs/promises.md that are about single alarms of the realm, from the last datum or the first that tells. */
test.each([
  ['heartbeat', 'silence', 241, 359],
  ['missing-instances', 'step', 841, 959],
  ['pipe-broken', 'step', 241, 419],
  ['dead-threads', 'step', 1, 179],
  ['sqs-unreadable', 'step', 121, 299],
  ['internal-queue', 'step', 3541, 3659],
])(
  '%s is measured as docs/promises.md has it',
  async (signal, fault, earliest, latest) => {
    const { alarms } = await tiltmeter(
      'times',
      '--realm',
      'dev',
      '--alarm',
      `lava-dev-core-${signal}`,
      '--json',
    );
    const found = alarms[0].faults.find((one: { fault: string }) => one.fault === fault);
    expect([Math.floor(found.alarm.earliest), Math.ceil(found.alarm.latest)]).toEqual([earliest, latest]);
  },
  120_000,
);
