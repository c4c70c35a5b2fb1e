import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { VERBS } from '../../lib/cli/verbs';
import { alarmGuide, kindOf } from '../../lib/realm/alarm-guide';
import { alarmAnchor, alarmKinds } from '../../lib/realm/alarm-kinds';
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

  test('each is of a kind', () => {
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => kindOf(name) === undefined)).toEqual([]);
  });

  test('every kind is there, but for those that need a Lava, many runs, or a construct that nobody has', () => {
    const found = new Set(names.map((name) => kindOf(name)?.name));
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

test('the guide of an alarm has its own names in commands that can be copied', () => {
  const guide = alarmGuide('dev');
  expect(guide('lava-dev-core-job-failed')).toEqual({
    kind: 'worker-job-failed',
    first: 'Read the run and its error (tiltmeter logs --worker core --level ERROR --realm dev).',
  });
  expect(guide('somebody-elses')).toBeUndefined();
});

describe.each(kinds.map((kind) => [kind.name, kind] as const))('the first step of %s', (name, { first }) => {
  const alarm = name
    .replace('<system>', 'lava')
    .replace('<realm>', 'dev')
    .replace(/<(worker|job|objective|severity|function)>/, 'some');
  const told = alarmGuide('dev')(alarm)!.first;

  test('is whole sentences in a mail, which has neither links nor marks', () => {
    expect(told).not.toMatch(/[`[\]]|<(?:system|realm)>/);
    expect(told).toMatch(/^[A-Z].*[.?]$/);
    // Commands are left out: their words are no words of a sentence.
    const sentences = told.replace(/\(?tiltmeter [^);,.]*\)?/g, '').split(/(?<=[.?]) /);
    expect(sentences.filter((sentence) => sentence.split(' ').length < 4)).toEqual([]);
    expect(told).not.toMatch(/: [\w -]{1,24}\.$|\([\w -]{1,24}\)\.?$/);
  });

  test('sends the reader to no other row of a page that he has not', () => {
    const keys = kinds.map(({ key }) => key).join('|');
    expect(first).not.toMatch(new RegExp(`(?:[Ss]ee|[Aa]s for|same as(?: for)?) (?:the )?\`?(?:${keys})\\b`));
  });
});

test('every kind has its anchor, and no two have the same', () => {
  const anchors = [...alarmPage().matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id);
  expect(anchors).toEqual(kinds.map(alarmAnchor));
  expect(new Set(anchors).size).toBe(anchors.length);
});
