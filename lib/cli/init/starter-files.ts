import { DEFAULT_SYSTEM } from '../../contract';
import type { StarterAnswers } from './starter-answers';

/** What a workflow and the scripts run the verbs on. */
export type Subject =
  | { readonly realm: string }
  | {
      readonly templates: readonly string[];
      /** Values of their parameters, `NAME=VALUE`. */
      readonly parameters?: readonly string[];
    };

export function realmFile({ system, realm, workers, email, ticket }: StarterAnswers): string {
  return [
    '# yaml-language-server: $schema=../node_modules/tiltmeter/docs/schemas/realm.schema.json',
    '# Every key, its default and its limits: docs/realm-file.md of the package.',
    `realm: ${realm}`,
    ...(system === DEFAULT_SYSTEM ? [] : [`system: ${system}`]),
    'logs: { retention: 30d }',
    '',
    'alerts:',
    `  page: [{ email: ${JSON.stringify(email)} }]`,
    ...(ticket === undefined ? [] : [`  ticket: [{ email: ${JSON.stringify(ticket)} }]`]),
    '',
    'workers:',
    ...workers.flatMap((worker) => [
      `  ${worker}:`,
      '    heartbeat: { every: 60s, alarmAfter: 5m } # no heartbeat for so long is an alarm',
      '    queue: { depth: 100, for: 15m, oldest: 2h } # a backlog, and messages that wait too long',
      '    fleet: { instances: { min: 1, max: 4 }, type: t3.small }',
    ]),
    '',
  ].join('\n');
}

/** How cdk runs the package's app, with the feature flags that this aws-cdk-lib recommends. */
export function cdkJson(flags: Readonly<Record<string, unknown>>): string {
  return json({ app: 'node node_modules/tiltmeter/dist/bin/app.js', context: flags });
}

/** The scripts of a package.json. */
export function scriptsFor(subject: Subject): Record<string, string> {
  const on = optionsFor(subject);
  const tests = {
    check: `tiltmeter check ${on}`,
    draft: `tiltmeter draft ${on}`,
    test: `tiltmeter rehearse${rehearsedOn(subject)} --strict --min-coverage 100`,
  };
  return 'realm' in subject
    ? { ...tests, synth: 'cdk synth -q', deploy: `cdk deploy -c realm=${subject.realm}` }
    : tests;
}

/** Values of parameters are in package.json, where the verbs find them. */
export const optionsFor = (subject: Subject): string =>
  'realm' in subject
    ? `--realm ${subject.realm}`
    : subject.templates.map((path) => `--template ${shellWord(path)}`).join(' ');

/** An incident names one template itself; of several it says nothing. */
export function rehearsedOn(subject: Subject): string {
  const isOfSeveral = !('realm' in subject) && subject.templates.length > 1;
  return isOfSeveral ? ` ${optionsFor(subject)}` : '';
}

/** What package.json says of the templates, for every verb that takes some. */
export function ownTemplatesOf(subject: Subject): Record<string, unknown> {
  if ('realm' in subject) return {};
  const { templates, parameters = [] } = subject;
  const values = parameters.map((text) => [
    text.slice(0, text.indexOf('=')),
    text.slice(text.indexOf('=') + 1),
  ]);
  return {
    template: templates.length === 1 ? templates[0]! : templates,
    ...(values.length > 0 && { parameters: Object.fromEntries(values) }),
  };
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Where the table of detection times goes, with the command that makes it anew. */
export function timesPage(subject: Subject): string {
  return [
    '# When is somebody told?',
    '',
    `From \`npx tiltmeter times ${optionsFor(subject)} --into times.md\`.`,
    '',
    '<!-- tiltmeter times -->',
    '<!-- /tiltmeter times -->',
    '',
  ].join('\n');
}

export function gitignore(): string {
  return ['node_modules/', 'cdk.out/', '.tiltmeter/', 'report.xml', ''].join('\n');
}

/** What GitHub runs: checks as annotations, the incidents, and on a pull request what it means on call. */
export function workflow(subject: Subject): string {
  return [
    'name: tiltmeter',
    'on:',
    '  push: { branches: [main] }',
    '  pull_request: {}',
    'permissions: { contents: read }',
    'jobs:',
    '  prove:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - uses: actions/checkout@v4',
    '        with: { fetch-depth: 0 }',
    '      - uses: actions/setup-node@v4',
    '        with: { node-version: 22 }',
    '      - run: npm ci',
    `      - run: ${yamlText(`npx tiltmeter check ${optionsFor(subject)} --format github`)}`,
    `      - run: ${yamlText(`npx tiltmeter rehearse${rehearsedOn(subject)} --strict --min-coverage 100 --junit report.xml`)}`,
    '      - uses: actions/upload-artifact@v4',
    '        if: always()',
    '        with: { name: rehearsal, path: report.xml }',
    ...diffSteps(subject),
    '',
  ].join('\n');
}

// --- internal ---

/** What the pull request means on call, beside the branch that it goes to, in the summary of the run. */
function diffSteps(subject: Subject): string[] {
  const summary = '--markdown >> "$GITHUB_STEP_SUMMARY"';
  const commands =
    'realm' in subject
      ? [
          `npx tiltmeter diff "${subject.realm}@origin/$GITHUB_BASE_REF" ${subject.realm} --incidents incidents ${summary}`,
        ]
      : [
          'git worktree add ../base "origin/$GITHUB_BASE_REF"',
          ...subject.templates.map(
            (path) => `npx tiltmeter diff ${shellWord(`../base/${path}`)} ${shellWord(path)} ${summary}`,
          ),
        ];
  return [
    '      - name: what the pull request means on call',
    "        if: github.event_name == 'pull_request'",
    '        run: |',
    ...commands.map((command) => `          ${command}`),
  ];
}

/** As it stands where a shell takes it so, else in quotes. */
const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A plain scalar, quoted where YAML would read more into it. */
const yamlText = (text: string): string => (/: | #/.test(text) ? JSON.stringify(text) : text);
