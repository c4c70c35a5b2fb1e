import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { alertRecords, realmNames, systemOfStack, workerSource } from '../../lib/contract';
import { compileFilterPattern } from '../../lib/engine';
import { buildApp, type RealmConfig, type RealmStack } from '../../lib/realm';
import { readRealmFile } from '../../lib/realm/realm-file';
import { readTemplates } from '../../lib/rehearsal';
import { runChecks } from '../../lib/rehearsal/checks';
import { heartbeatRecord } from '../../lib/rehearsal/rehearse/heartbeat-record';
import { file, mistakes } from './realm-text';

function config(text: string): RealmConfig {
  const [, realm] = /^realm: (\w+)/m.exec(text)!;
  const read = readRealmFile(`realms/${realm}.yaml`, text);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

/** The file with every key, of another system; what only Lava has is left out. */
function everyKeyOf(system: string): RealmConfig {
  const page = readFileSync(join(__dirname, '../../docs/realm-file.md'), 'utf8');
  const [, complete] = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text]) => text!);
  return config(
    complete!.replaceAll(/lava(?!Alarm)/g, system).replace(/^ +(?:childIterations|namespace): .*\n/gm, ''),
  );
}

function templateOf(realm: RealmConfig): Record<string, unknown> {
  const app = buildApp({ realms: [realm] });
  const { stack } = realmNames(realm.realm, realm.system);
  return Template.fromStack(app.node.findChild(stack) as RealmStack).toJSON();
}

const acme = everyKeyOf('acme');
const template = templateOf(acme);
const text = JSON.stringify(template);

test('nothing in the template of another system is called as in Lava', () => {
  expect(text.match(/.{0,40}lava.{0,40}/gi) ?? []).toEqual([]);
  expect(text).toContain('TILTMETER_SYSTEM=acme');
  expect(text).toContain('ACME_REALM=prod');
});

test('the check finds filters that match, and alarms that are fed, in the template of another system', () => {
  const model = readTemplates([{ template, stackName: 'acme-prod-monitoring' }]);
  expect(runChecks(model).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test.each(['acme', 'acme-batch', 'a2_'])(
  "system %s: every filter is of its own workers' records",
  (system) => {
    const realm = config(file({ top: [`system: ${system}`] }));
    const patterns = readTemplates([
      { template: templateOf(realm), stackName: `${system}-dev-monitoring` },
    ]).metricFilters.map(({ filterPattern }) => filterPattern);
    expect(patterns.length).toBeGreaterThan(4);
    const told = alertRecords('dev', system).map(({ pattern }) => pattern);
    for (const pattern of [...patterns, ...told.filter((one) => one.includes('event_source'))])
      expect(pattern).toContain(`$.event_source = "${system}-worker"`);
  },
);

test("another system's heartbeat moves its filter, and Lava's does not", () => {
  const { metricFilters } = readTemplates([{ template, stackName: 'acme-prod-monitoring' }]);
  const pattern = metricFilters.find(({ metricName }) => metricName === 'acme-prod-core-heartbeats')!;
  const { match } = compileFilterPattern(pattern.filterPattern);
  const beat = (system: string) =>
    JSON.stringify(heartbeatRecord({ system, realm: 'prod', worker: 'core', instance: 1, payload: {} }, 0));
  expect(match(beat('acme'))).toBeDefined();
  expect(match(beat('lava'))).toBeUndefined();
});

describe('names', () => {
  test.each([
    ['messages', "a name that is taken: /var/log/messages is the machine's own"],
    ['metrics', "a name that is taken: METRICS_LOG is OpenWhisk's"],
    ['aws_jobs', 'not a system name'],
    ['acme-', 'not a system name'],
    ['acme--batch', 'not a system name'],
    ['x', 'not a system name'],
  ])('%s is refused', (system, what) => {
    expect(mistakes(file({ top: [`system: ${system}`] }))).toBe(
      `realms/dev.yaml:2: system: ${what}, got '${system}', allowed: ` +
        '2 to 16 characters: a lower-case letter, then lower-case letters, digits, _ or single - within; not aws… or ssm…',
    );
  });

  test('what only Lava says is refused of another system', () => {
    const jobs = ['system: acme', 'jobs: { cmd/load: { childIterations: 2 } }'];
    expect(mistakes(file({ top: jobs }))).toBe(
      "realms/dev.yaml:3: jobs.cmd/load.childIterations: read from Lava's records, got 2, allowed: where the system is lava",
    );
  });

  test('two systems of an account meet nowhere, or are refused', () => {
    const of = (system: string, realm: string, worker: string) =>
      config(
        file({ top: [`system: ${system}`], worker: [`${worker}: {}`] }).replace(
          'realm: dev',
          `realm: ${realm}`,
        ),
      );
    const lava = of('lava', 'dev', 'core');
    expect(() =>
      buildApp({ realms: [lava, of('acme', 'dev', 'core'), of('acme_x', 'dev', 'core')] }),
    ).not.toThrow();
    expect(() =>
      buildApp({ realms: [of('acme', 'batch', 'dev-core'), of('acme-batch', 'dev', 'core')] }),
    ).toThrow(
      /the name of two resources, got 'acme-batch-dev-core[\w-]*' of acme-batch-monitoring\/.* as well, allowed: each name once/,
    );
  });

  test('no system has the source or the stack of another', () => {
    const systems = ['lava', 'acme', 'acme-batch', 'acme_batch', 'acmebatch'];
    expect(new Set(systems.map(workerSource)).size).toBe(systems.length);
    const stacks = systems.map((system) => realmNames('dev_1', system).stack);
    expect(new Set(stacks).size).toBe(systems.length);
    expect(stacks.map((stack) => systemOfStack(stack, 'dev_1'))).toEqual(systems);
    expect(stacks.join(' ')).toMatch(/^(?:[A-Za-z][A-Za-z0-9-]* ?)+$/);
  });
});
