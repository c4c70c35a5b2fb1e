import '@microsoft/jest-sarif';
import {
  CHECKS,
  type Finding,
  findingPlaces,
  findingsGithub,
  findingsSarif,
  findingsText,
  judgeBranches,
  readBranches,
} from '../../../lib/rehearsal';

const FINDING: Finding = {
  code: 'alarm-not-fed',
  severity: 'error',
  resource: 'shop/Deep',
  name: 'deep',
  message: 'nobody publishes it: 50 %, or\nless',
  branch: 'IsProd',
};
const SOURCES = [{ path: '/work place/infra/shop.template.json' }, { path: '/work place/infra/site.yaml' }];
const TEXTS: Readonly<Record<string, string>> = {
  '/work place/infra/shop.template.json': '{\n  "Parameters": { },\n  "Resources": {\n    "Deep": {\n',
  '/work place/infra/site.yaml': 'Parameters:\n  Wide:\n    Type: String\nResources:\n  # alarms\n  Wide:\n',
};
const placeOf = findingPlaces(SOURCES, (path) => TEXTS[path]!);

test.each([
  ['shop/Deep', { file: '/work place/infra/shop.template.json', line: 4 }],
  ['site/Wide', { file: '/work place/infra/site.yaml', line: 6 }],
  ['site/MadeByALoop', { file: '/work place/infra/site.yaml' }],
  ['other/Deep', undefined],
])('%s is at %j', (resource, place) => expect(placeOf({ ...FINDING, resource })).toEqual(place));

test('a template from standard input has no place', () => {
  expect(
    findingPlaces([{ text: '{}', stackName: 'stdin' }])({ ...FINDING, resource: 'stdin/A' }),
  ).toBeUndefined();
});

test('text says what, where, in which branch, and where it is explained', () => {
  expect(findingsText([FINDING], 3, 50)).toEqual([
    'error alarm-not-fed: shop/Deep (deep): nobody publishes it: 50 %, or (when IsProd)',
    'less',
    '1 error, 0 warnings in 3 resources, 50 checks',
    'why, and what mends it: docs/checks/CODE.md',
  ]);
});

test('text of no finding is a count', () => {
  expect(findingsText([], 1, 50)).toEqual(['0 errors, 0 warnings in 1 resource, 50 checks']);
});

test('a workflow command has its file and line, and is escaped', () => {
  expect(
    findingsGithub([FINDING, { ...FINDING, severity: 'warning', resource: 'x', branch: undefined }], placeOf),
  ).toEqual([
    '::error file=/work place/infra/shop.template.json,line=4,title=tiltmeter alarm-not-fed::shop/Deep: nobody publishes it: 50 %25, or%0Aless (when IsProd); see docs/checks/alarm-not-fed.md',
    '::warning title=tiltmeter alarm-not-fed::x: nobody publishes it: 50 %25, or%0Aless; see docs/checks/alarm-not-fed.md',
  ]);
});

describe('SARIF', () => {
  const log = findingsSarif([FINDING], placeOf, { root: '/work place', version: '0.1.0' });

  test('is valid by its schema', () => {
    expect(log).toBeValidSarifLog();
    expect(findingsSarif([], placeOf, { root: '/work place', version: '0.1.0' })).toBeValidSarifLog();
  });

  test('is refused by the schema when a result is not as it should be', () => {
    const [run] = log.runs;
    const broken = { ...log, runs: [{ ...run, results: [{ ruleId: 1 }] }] };
    expect(broken).not.toBeValidSarifLog();
  });

  test('has every check as a rule, and a result that points at its rule and its line', () => {
    const [run] = log.runs;
    expect(run!.tool.driver.rules.map(({ id }) => id)).toEqual(CHECKS.map(({ code }) => code));
    const [result] = run!.results;
    expect(run!.tool.driver.rules[result!.ruleIndex]!.id).toBe('alarm-not-fed');
    expect(result!.locations[0]).toEqual({
      physicalLocation: {
        artifactLocation: { uri: 'infra/shop.template.json', uriBaseId: 'ROOT' },
        region: { startLine: 4 },
      },
      logicalLocations: [{ name: 'deep', fullyQualifiedName: 'shop/Deep', kind: 'resource' }],
    });
  });
});

describe('an allowance in the Metadata', () => {
  const silent = (tiltmeter?: unknown) => ({
    Resources: {
      A: {
        Type: 'AWS::CloudWatch::Alarm',
        ...(tiltmeter === undefined ? {} : { Metadata: { tiltmeter } }),
        Properties: {
          Namespace: 'Acme',
          MetricName: 'Runs',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        },
      },
    },
  });
  const found = (tiltmeter?: unknown) =>
    judgeBranches(readBranches([{ template: silent(tiltmeter), stackName: 's' }])).map(
      ({ code, resource, message }) => `${code} ${resource}: ${message}`,
    );
  const WITHOUT = 'alarm-without-action s/A: it has no action for ALARM';

  test.each<[string, unknown, string[]]>([
    ['with a reason leaves the finding out', { allow: ['alarm-without-action'], why: 'shown on a wall' }, []],
    ['of one code as a text does, too', { allow: 'alarm-without-action', why: 'shown on a wall' }, []],
    ['of another code does not', { allow: ['alarm-diluted'], why: 'shown on a wall' }, [WITHOUT]],
    [
      'without a reason does not, and is an error',
      { allow: ['alarm-without-action'] },
      [
        WITHOUT,
        'allow-invalid s/A: Metadata.tiltmeter.why: is required, a sentence for whoever reads it next',
      ],
    ],
    [
      'of an unknown code is an error',
      { allow: ['no-such-code'], why: 'x' },
      [
        WITHOUT,
        "allow-invalid s/A: Metadata.tiltmeter.allow: got 'no-such-code', allowed: a code of docs/checks.md",
      ],
    ],
    [
      'that is no structure is an error',
      'alarm-without-action',
      [
        WITHOUT,
        'allow-invalid s/A: Metadata.tiltmeter.allow: is required, a list of codes',
        'allow-invalid s/A: Metadata.tiltmeter.why: is required, a sentence for whoever reads it next',
      ],
    ],
  ])('%s', (_, tiltmeter, expected) => expect(found(tiltmeter)).toEqual(expected));
});
