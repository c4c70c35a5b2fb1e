import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp, loadRealms, type RealmConfig, RealmStack } from '../../lib/realm';
import { everyConstruct } from './every-construct';

const realms = loadRealms(join(__dirname, '../../realms'));
const dev = realms.find(({ realm }) => realm === 'dev')!;

/** One synthesis of everything at once. */
const together = buildApp({ realms });
const everything = everyConstruct(together);

const templateOf = (app: App, { realm }: RealmConfig) =>
  Template.fromStack(app.node.findChild(`lava-${realm}-monitoring`) as RealmStack).toJSON();

/** CloudFormation's limits. */
const LIMITS = { resources: 500, bytes: 1_000_000 };

/** The size of realm dev without objectives and with so many workers, all like its first. */
function sizeWith(count: number): Readonly<typeof LIMITS> {
  const [first] = dev.workers;
  const more = Array.from({ length: count - 1 }, (_, n) => ({ ...first!, name: `worker-${n}` }));
  const realm = { ...dev, objectives: [], workers: [first!, ...more] };
  const template = templateOf(buildApp({ realms: [realm] }), realm);
  return { resources: Object.keys(template.Resources).length, bytes: JSON.stringify(template).length };
}

test('nineteen workers fit into one stack, and so do as many as the sizes of the first two promise', () => {
  const [one, two] = [sizeWith(1), sizeWith(2)];
  const room = (['resources', 'bytes'] as const).map((what) =>
    Math.floor((LIMITS[what] - one[what]) / (two[what] - one[what])),
  );
  const workers = 1 + Math.min(...room);
  expect(workers).toBeGreaterThanOrEqual(19);
  const largest = sizeWith(workers);
  expect(largest.resources).toBeLessThanOrEqual(LIMITS.resources);
  expect(largest.bytes).toBeLessThanOrEqual(LIMITS.bytes);
});

test('more workers than a stack holds are refused with how many it holds', () => {
  expect(() => sizeWith(30)).toThrow(
    /^lava-dev-monitoring: workers: more than a stack holds, got 30 that make [78]\d\d resources, allowed: 500, about (?:1[89]|2\d) workers like these; give the others a realm of their own$/,
  );
});

describe.each(realms.map((realm) => [realm.realm, realm] as const))('realm %s', (_, realm) => {
  const alone = templateOf(buildApp({ realms: [realm] }), realm);

  test('has the same template with the recommended feature flags and without any', () => {
    const app = new App();
    new RealmStack(app, realm);
    expect(templateOf(app, realm)).toEqual(alone);
  });

  test('is in an app with other realms, and with a construct of every kind, as it is alone', () => {
    expect(templateOf(together, realm)).toEqual(alone);
  });
});

test('a second construct of every kind in another stack of the app changes nothing in the first', () => {
  const app = buildApp({ realms: [] });
  expect(Template.fromStack(everything).toJSON()).toEqual(Template.fromStack(everyConstruct(app)).toJSON());
});
