import { execFileSync } from 'node:child_process';
import { type Workplace, workplace } from '../cli/rehearse/rehearsal-cli';

const REALM = (alarmAfter: string) => `realm: dev
alerts:
  page: [{ email: oncall@example.com }]
workers:
  core: { heartbeat: { every: 60s, alarmAfter: ${alarmAfter} } }
  gpu: { heartbeat: { every: 60s, alarmAfter: 10m } }
`;
const INCIDENT = `title: core falls silent
realm: dev
for: 30m
signals:
  - { heartbeat: core, until: 10m }
  - heartbeat: gpu
expect:
  - { by: 20m, notified: page, alarm: lava-dev-core-heartbeat }
`;

let place: Workplace;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: place.cwd });
beforeAll(() => {
  place = workplace();
  place.write('realms/dev.yaml', REALM('5m'));
  place.write('incidents/a.yaml', INCIDENT);
  place.write('.gitignore', '.tiltmeter/\n');
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'all');
});
afterAll(() => place.remove());

const since = async () => {
  const { out, err } = await place.run([
    'mutate',
    '--realm',
    'dev',
    '--jobs',
    '1',
    '--json',
    '--since',
    'HEAD',
  ]);
  if (out.length === 0) throw new Error(err.join('\n'));
  const [{ verdicts, unchanged }] = JSON.parse(out[0]!).templates;
  const subjects = [...new Set(verdicts.map((one: { subject: string }) => one.subject))];
  return { subjects, unchanged, err };
};

test('of a realm that is as it was nothing is broken', async () => {
  const { subjects, unchanged, err } = await since();
  expect({ subjects, err }).toEqual({ subjects: [], err: [] });
  expect(unchanged).toBeGreaterThan(20);
});

test('of a realm whose file has changed, the alarms of which it changes something', async () => {
  place.write('realms/dev.yaml', REALM('6m'));
  expect((await since()).subjects).toEqual(expect.arrayContaining(['lava-dev-core-heartbeat']));
  expect((await since()).subjects).not.toContain('lava-dev-gpu-heartbeat');
});
