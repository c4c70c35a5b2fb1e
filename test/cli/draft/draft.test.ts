import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { smallTemplate } from '../../rehearsal/small-template';
import { backlogFile, type Workplace, workplace } from '../rehearse/rehearsal-cli';

let place: Workplace;
beforeEach(() => {
  place = workplace();
});
afterEach(() => place.remove());

const draft = (...args: string[]) => place.run(['draft', '--template', 't.json', ...args]);
const content = (file: string) => readFileSync(join(place.cwd, file), 'utf8');

test('incidents are written that rehearse --strict passes with full coverage', async () => {
  expect(await draft()).toEqual({
    code: 0,
    out: [
      'wrote  incidents/depth.yaml  depth',
      'wrote  incidents/errors.yaml  errors',
      'wrote  incidents/both.yaml  errors, both',
      '3 incidents drafted, coverage 100 %: 3/3 alarms, 1/1 metric filters',
    ],
    err: [],
  });
  expect(content('incidents/depth.yaml')).toMatch(
    /\ntemplate: \.\.\/t\.json\n[\s\S]*\n# drafted by tiltmeter [0-9a-f]{12}; edit it freely: an edited file is never written again\n$/,
  );
  expect((await place.run(['rehearse', '--strict', '--min-coverage', '100'])).code).toBe(0);
});

test('what an incident of the folder moves is left to it', async () => {
  place.write(
    'incidents/a.yaml',
    backlogFile('{ by: 15m, notified: page, alarm: depth }').replace('realm: dev\n', ''),
  );
  const { out } = await draft('--json');
  expect(JSON.parse(out[0]!).written.map(({ name }: { name: string }) => name)).toEqual(['errors', 'both']);
});

test('--update writes drafts anew, and keeps those that somebody has edited', async () => {
  await draft();
  const edited = content('incidents/errors.yaml').replace('for: ', 'start: 2026-02-01T00:00:00Z\nfor: ');
  place.write('incidents/errors.yaml', edited);
  place.write('t.json', smallTemplate({ Threshold: 50 }));
  expect((await draft('--update')).out).toEqual([
    'wrote  incidents/depth.yaml  depth',
    'wrote  incidents/both.yaml  errors, both',
    '2 incidents drafted, coverage 100 %: 3/3 alarms, 1/1 metric filters',
  ]);
  expect(content('incidents/errors.yaml')).toBe(edited);
  expect(content('incidents/depth.yaml')).toContain('51x');
  expect((await draft('--update')).out[0]).toBe('same   incidents/depth.yaml  depth');
});

test('--update names an edited draft that the template is no longer for, and writes the others anew', async () => {
  await draft();
  const edit = (file: string) => place.write(file, `# mine\n${content(file)}`);
  edit('incidents/errors.yaml');
  edit('incidents/depth.yaml');
  const template = smallTemplate({ Threshold: 5000 });
  template.Resources.Errors.Properties.AlarmName = 'mistakes';
  template.Resources.Both.Properties.AlarmRule = 'ALARM(depth) AND ALARM(mistakes)';
  place.write('t.json', template);
  const { code, out, err } = await draft('--update');
  expect(code).toBe(1);
  expect(err).toEqual([
    expect.stringMatching(/^kept {3}incidents\/errors\.yaml:\d+: unknown alarm, got 'errors'/),
    'kept   incidents/depth.yaml: it does not pass any more; tiltmeter rehearse incidents/depth.yaml says why',
  ]);
  expect(out).toContain('wrote  incidents/mistakes.yaml  mistakes');
  expect(content('incidents/errors.yaml')).toMatch(/^# mine\n/);
  expect((await draft()).code).toBe(2);
});

test('--dry-run writes nothing', async () => {
  const { code, out, err } = await draft('--dry-run');
  expect(code).toBe(0);
  expect(out).toHaveLength(3);
  expect(err).toEqual(['3 incidents drafted, coverage 100 %: 3/3 alarms, 1/1 metric filters']);
  expect(existsSync(join(place.cwd, 'incidents'))).toBe(false);
});

test('what cannot be moved exits with 1', async () => {
  place.write('t.json', smallTemplate({ ComparisonOperator: 'LessThanThreshold', Threshold: 0 }));
  const { code, out } = await draft();
  expect(code).toBe(1);
  expect(out.find((line) => line.startsWith('not moved: alarm depth: '))).toContain(
    'ApproximateNumberOfMessagesVisible is never below 0',
  );
});

test('without a choice the one realm is meant, and there must be one', async () => {
  expect(await place.run(['draft'])).toEqual({
    code: 2,
    out: [],
    err: ['tiltmeter: draft: needs --template FILE or --realm NAME, got no realm file in realms'],
  });
  place.write('realms/dev.yaml', 'realm: dev');
  place.write('realms/prod.yaml', 'realm: prod');
  expect((await place.run(['draft'])).err).toEqual([
    'tiltmeter: draft: needs --template FILE or --realm NAME, got realms dev, prod',
  ]);
  expect((await draft('a', 'b')).err).toEqual([
    'tiltmeter: draft: got 2 folders, allowed: one, for the incidents',
  ]);
});
