import { fallsThrough, ordinary, PROTOTYPE_NAMES, PROTOTYPE_TOLD } from '../prototype-trap';
import { type Case, TEMPLATES, VERBS } from './prototype-cases';
import { backlogFile, type Workplace, workplace } from './rehearse/rehearsal-cli';

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('i.yaml', backlogFile('{ quiet: true, until: 10m }'));
});
afterAll(() => place.remove());

/** What a case prints and how it ends; a name is `<name>`, whatever it is, and so is the place of a caret below it. */
async function told({ args, files }: Case, name: string) {
  for (const [file, content] of Object.entries(files?.(name) ?? {})) place.write(file, content);
  const { code, out, err } = await place.run(args(name));
  const text = [...out, ...err].join('\n').replaceAll(place.cwd, '<cwd>').replaceAll(name, '<name>');
  // The place of a caret, and which names are near, depend on how a name is spelt.
  return `exit ${code}\n${text.replace(/^( *tiltmeter:)? *\^$/gm, '^').replace(/(?<=allowed: ).* and \d+ more/g, '…')}`;
}

const all = Object.entries(VERBS).concat(
  Object.entries(TEMPLATES).flatMap(([what, verbs]) =>
    Object.entries(verbs).map(([verb, one]): [string, Case] => [`${what}, ${verb}`, one]),
  ),
);

test.each(all)('%s may have a name of Object.prototype', async (_, one) => {
  expect(await fallsThrough((name) => told(one, name))).toEqual([]);
  // A whole stack is made for each name in a realm file.
  for (const name of one.namesInYaml ? ['constructor', '__proto__'] : PROTOTYPE_NAMES) {
    const expected = await told(one, ordinary(name));
    const got = await told(one, name);
    if (name === '__proto__' && one.namesInYaml) {
      expect(got).toMatch(/not a (worker )?name, got '<name>'/);
    } else expect(`${name}: ${got}`).toBe(`${name}: ${expected}`);
    expect(got).not.toMatch(PROTOTYPE_TOLD);
  }
});
