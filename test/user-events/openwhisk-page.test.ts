import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS_VERB } from '../../lib/cli/events/events-verb';
import { USER_EVENT_PRESETS, type UserEventMetric, type UserEventSignal } from '../../lib/contract';
import { REJECT_REASONS } from '../../lib/user-events';

const page = readFileSync(join(__dirname, '../../docs/openwhisk.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| '));
type Metrics = Readonly<Partial<Record<UserEventSignal, UserEventMetric>>>;

test('docs/openwhisk.md has every metric of both presets in the order in which they are exposed', () => {
  const openwhisk: Metrics = USER_EVENT_PRESETS.openwhisk.metrics;
  const jobs: Metrics = USER_EVENT_PRESETS.jobs.metrics;
  const onlyJobs = (Object.keys(jobs) as UserEventSignal[]).filter((signal) => !openwhisk[signal]);
  const expected = [
    ...Object.entries(openwhisk).map(([signal, { name, type, labels }]) => {
      const other = jobs[signal as UserEventSignal];
      return `| \`${name}\` | ${type} | ${labels.join(', ')} | ${other ? `\`${other.name}\`` : ''} |`;
    }),
    ...onlyJobs.map((signal) => `|  |  |  | \`${jobs[signal]!.name}\` |`),
  ];
  expect(rows.filter((row) => /`(openwhisk_|tiltmeter_)\w+`/.test(row))).toEqual(expected);
});

test('it has every reason for which an event is rejected', () => {
  const expected = Object.entries(REJECT_REASONS).map(([reason, has]) => `| \`${reason}\` | ${has} |`);
  const reasons = Object.keys(REJECT_REASONS);
  expect(rows.filter((row) => reasons.some((reason) => row.startsWith(`| \`${reason}\``)))).toEqual(expected);
});

test('every option of events that it names exists', () => {
  const section = page.slice(page.indexOf('## Counting them'), page.indexOf('## Metrics'));
  const named = [...section.matchAll(/--([a-z][a-z-]+)/g)].map(([, option]) => option!);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((option) => !(option in EVENTS_VERB.options))).toEqual([]);
});
