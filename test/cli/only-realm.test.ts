import { withRealm } from '../../lib/cli/only-realm';
import { VERBS } from '../../lib/cli/verbs';
import { type Workplace, workplace } from './rehearse/rehearsal-cli';

let place: Workplace;
beforeEach(() => {
  place = workplace();
});
afterEach(() => place.remove());

const realmOf = (verb: string, values: Record<string, string> = {}) => {
  const io = { cwd: place.cwd } as Parameters<typeof withRealm>[2];
  return withRealm(VERBS.find(({ name }) => name === verb)!, { realms: 'realms', ...values }, io).realm;
};

const OF_A_REALM = VERBS.filter(({ options }) => options.realm && !options.template && options.realms);

test('every verb of one realm takes the only one of the directory, and dev where there are several', () => {
  const verbs = OF_A_REALM.map(({ name }) => name);
  expect(verbs).toEqual(
    expect.arrayContaining(['up', 'stack', 'status', 'slo', 'logs', 'runs', 'dispatch', 'dump']),
  );
  for (const verb of verbs) expect([verb, realmOf(verb)]).toEqual([verb, 'dev']);
  place.write('realms/prod.yaml', 'realm: prod');
  for (const verb of verbs) expect([verb, realmOf(verb)]).toEqual([verb, 'prod']);
  expect(realmOf('status', { realm: 'other' })).toBe('other');
  place.write('realms/test.yaml', 'realm: test');
  for (const verb of verbs) expect([verb, realmOf(verb)]).toEqual([verb, 'dev']);
});

test('verbs of a template take the only realm, and the templates of package.json', async () => {
  place.write('realms/prod.yaml', 'realm: nonsense');
  for (const verb of ['check', 'times', 'draft', 'cost']) {
    const { code, err } = await place.run([verb]);
    expect([verb, code, err[0]]).toEqual([verb, 2, expect.stringContaining('prod.yaml')]);
  }
  place.write('package.json', { tiltmeter: { template: 't.json' } });
  expect((await place.run(['check'])).err).toEqual([
    'tiltmeter: check: needs --template FILE or --realm NAME, got the templates of package.json and realm prod',
  ]);
});
