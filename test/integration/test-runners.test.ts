import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What `tiltmeter/testing` gives to the runners that people have, from the tarball, in each one's real program. */
const root = join(__dirname, '../..');

const DEPENDENCIES = {
  '@types/node': '^20.19.0',
  jest: '^30.0.0',
  '@jest/globals': '^30.0.0',
  vitest: '^4.0.0',
};

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tiltmeter-runners-'));
  const packed = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', home], root);
  const [{ filename }] = JSON.parse(packed.output);
  const dependencies = { ...DEPENDENCIES, tiltmeter: `file:${join(home, filename)}` };
  write('package.json', JSON.stringify({ private: true, type: 'module', dependencies }));
  const installed = run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], home);
  expect(installed).toMatchObject({ status: 0 });
  // The CDK is large, and what a user has anyway.
  for (const name of ['aws-cdk-lib', 'constructs'])
    symlinkSync(join(root, 'node_modules', name), join(home, 'node_modules', name));
  write('jest.config.cjs', "module.exports = { testMatch: ['**/*.jest.cjs'] };");
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

const DATA = `
const alarm = {
  AlarmName: 'depth', Namespace: 'Shop', MetricName: 'Depth', Statistic: 'Maximum', Period: 60,
  EvaluationPeriods: 3, Threshold: 100, ComparisonOperator: 'GreaterThanThreshold',
};
const template = { Resources: { Depth: { Type: 'AWS::CloudWatch::Alarm', Properties: alarm } } };
const incident = (series) => ({
  title: 'a backlog', for: '30m', expect: [],
  signals: [{ metric: { namespace: 'Shop', name: 'Depth' }, series }],
});
`;

/** A test that holds, one that does not, and one with a mistake; each runner says it in its own words. */
const MATCHERS = `${DATA}
test('holds', () => {
  expect(template).toAlarm(incident('0x9 500x19'), 'Depth');
  expect(template).toStayQuiet(incident('0x29'));
});
test('fails', () => expect(template).toAlarm(incident('0x29'), 'depth'));
test('is mistaken', () => expect(template).toAlarm(incident('0x29'), 'depht'));
`;
const FAILURE = 'expected depth to go into ALARM; alarms in ALARM: none';
const MISTAKE = "unknown alarm, got 'depht', did you mean 'depth', allowed: depth";

describe('vitest', () => {
  const vitest = (...args: string[]) =>
    run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--no-color', ...args], home);

  test.each([
    ['an import of vitest', "import { expect, test } from 'vitest'; import 'tiltmeter/testing';", []],
    ['the types for vitest', "import { expect, test } from 'vitest'; import 'tiltmeter/testing/vitest';", []],
    ['globals', "import 'tiltmeter/testing';", ['--globals']],
    [
      'expect.extend',
      "import { expect, test } from 'vitest'; import { matchers } from 'tiltmeter/testing'; expect.extend(matchers);",
      [],
    ],
  ])('has the matchers with %s', (_, imports, options) => {
    write('all.test.js', `${imports}${MATCHERS}`);
    const { output, status } = vitest('all.test.js', ...options);
    expect(output).toMatch(/Tests +2 failed \| 1 passed \(3\)/);
    expect(output).toContain(FAILURE);
    expect(output).toContain(MISTAKE);
    expect(status).toBe(1);
  });
});

describe('jest', () => {
  const jest = (...args: string[]) =>
    run(process.execPath, ['node_modules/jest/bin/jest.js', '-c', 'jest.config.cjs', ...args], home);

  test.each([
    ['globals', "require('tiltmeter/testing');", []],
    [
      'an import of @jest/globals',
      "const { expect, test } = require('@jest/globals'); require('tiltmeter/testing/jest-globals');",
      ['--injectGlobals=false'],
    ],
  ])('has the matchers with %s', (_, imports, options) => {
    write('all.jest.cjs', `${imports}${MATCHERS}`);
    const { output, status } = jest(...options);
    expect(output).toContain('Tests:       2 failed, 1 passed, 3 total');
    expect(output).toContain(FAILURE);
    expect(output).toContain(MISTAKE);
    expect(status).toBe(1);
  });
});

test('node:test has functions, whose errors are those of node:assert', () => {
  write(
    'all.node.mjs',
    `import { test } from 'node:test';
     import { assertAlarms, assertPassesChecks, assertStaysQuiet } from 'tiltmeter/testing';${DATA}
     test('holds', () => {
       assertAlarms(template, incident('0x9 500x19'), 'Depth');
       assertStaysQuiet(template, incident('0x29'));
       assertPassesChecks(template, { allow: ['alarm-without-action'] });
     });
     test('fails', () => assertAlarms(template, incident('0x29'), 'depth'));
     test('is mistaken', () => assertAlarms(template, incident('0x29'), 'depht'));`,
  );
  const { output, status } = run(process.execPath, ['--test', '--test-reporter=tap', 'all.node.mjs'], home);
  expect(output).toMatch(/^# pass 1$/m);
  expect(output).toMatch(/^# fail 2$/m);
  expect(output).toContain(FAILURE);
  expect(output).toContain("code: 'ERR_ASSERTION'");
  expect(output).toContain(MISTAKE);
  expect(status).toBe(1);
});

describe('types', () => {
  const USES = `
import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib';
const stack = new Stack(new App(), 'shop');
const incident = { title: 'a backlog', for: '30m', signals: [], expect: [] };
test('types', () => {
  expect(stack).toAlarm(incident, 'Depth', { strict: true });
  expect(Template.fromStack(stack)).not.toStayQuiet(incident);
  expect({}).toPassChecks({ allow: ['x'] });
  // @ts-expect-error a name is a text
  expect(stack).toAlarm(incident, 7);
  // @ts-expect-error no such matcher
  expect(stack).toAlram(incident);
});
`;
  test.each([
    [
      'vitest',
      "import { expect, test } from 'vitest';\nimport 'tiltmeter/testing/vitest';",
      'esnext',
      'bundler',
    ],
    [
      'vitest',
      "import { expect, test } from 'vitest';\nimport 'tiltmeter/testing/vitest';",
      'nodenext',
      'nodenext',
    ],
    [
      '@jest/globals',
      "import { expect, test } from '@jest/globals';\nimport 'tiltmeter/testing/jest-globals';",
      'nodenext',
      'nodenext',
    ],
  ])('%s knows the matchers: %#', (_, imports, module, moduleResolution) => {
    write('types.ts', `${imports}${USES}`);
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2022',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    };
    write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['types.ts'] }));
    const { output, status } = run(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'],
      home,
    );
    expect({ output, status }).toEqual({ output: '', status: 0 });
  });
});

// --- internal ---

function write(name: string, text: string): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, name), text);
}

/** All that a program says, and how it ends. */
function run(program: string, args: readonly string[], cwd: string): { output: string; status: number } {
  const { JEST_WORKER_ID, NODE_ENV, ...env } = process.env;
  try {
    const output = execFileSync(program, args, {
      cwd,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 1e8,
    });
    return { output, status: 0 };
  } catch (error) {
    const { stdout, stderr, status } = error as { stdout: string; stderr: string; status: number };
    return { output: `${stdout}${stderr}`, status };
  }
}
