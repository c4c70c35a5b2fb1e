import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { VERBS } from '../../lib/cli/verbs';
import { alarmKinds } from '../../lib/realm/alarm-kinds';
import { alarmPage } from '../../lib/realm/alarm-page';
import { readTemplates, templateSources } from '../../lib/rehearsal';
import { everyFeature } from '../quality/every-feature';

/** Of a Lava's own dispatcher and metrics, of objectives of many runs, of constructs that the realm file has no key for. */
const ELSEWHERE = [
  ...['job-failed', 'run-time', 'overdue'],
  ...['fast-long', 'fast-short', 'slow-long', 'slow-short', 'leak-long', 'leak-short'],
  ...['failed-dispatches', 'not-invoked', 'invoked-too-often'],
];

const kinds = Object.values(alarmKinds()).flat();

test('docs/alarms.md is the table of alarms; npm run alarm-page writes it', () => {
  expect(readFileSync(join(__dirname, '../../docs/alarms.md'), 'utf8')).toBe(alarmPage());
});

describe('the alarms of a realm file with every key, and of every construct', () => {
  const app = new App();
  everyFeature(app);
  const { alarms, compositeAlarms } = readTemplates(templateSources(app.synth().directory));
  const names = [...alarms, ...compositeAlarms].map(({ alarmName }) => alarmName);

  test('each is of one kind', () => {
    expect(names.length).toBeGreaterThan(50);
    const matched = names.map((name) => [name, kindsOf(name).length]);
    expect(matched.filter(([, count]) => count !== 1)).toEqual([]);
  });

  test('every kind is there, but for those that need a Lava, many runs, or a construct that nobody has', () => {
    const found = new Set(names.flatMap(kindsOf));
    const absent = kinds.filter(({ name }) => !found.has(name)).map(({ key }) => key);
    expect(absent).toEqual(ELSEWHERE);
  });
});

test('every command of the page is one of a verb, with options that it has', () => {
  const commands = [...alarmPage().matchAll(/`tiltmeter ([^`]+)`/g)].map(([, text]) => text!);
  expect(commands.length).toBeGreaterThan(10);
  const wrong = commands.filter((command) => {
    const [name, ...words] = command.split(' ');
    const verb = VERBS.find((one) => one.name === name);
    return (
      !verb || words.some((word) => word.startsWith('--') && !Object.hasOwn(verb.options, word.slice(2)))
    );
  });
  expect(wrong).toEqual([]);
});

// --- internal ---

/** Names of the kinds whose pattern an alarm's name fits, the most exact first. */
function kindsOf(alarmName: string): string[] {
  const fitting = kinds.filter(({ name }) => patternOf(name).test(alarmName)).map(({ name }) => name);
  const fixedPart = (name: string) => name.replace(/<\w+>/g, '').length;
  const most = Math.max(...fitting.map(fixedPart));
  return fitting.filter((name) => fixedPart(name) === most);
}

const patternOf = (name: string): RegExp =>
  new RegExp(
    `^${name.replace(/<(\w+)>/g, (_, what) => (what === 'realm' || what === 'system' ? '[a-z0-9_]+' : '.+'))}$`,
  );
