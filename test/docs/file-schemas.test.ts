import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse, stringify } from 'yaml';
import { realmJsonSchema } from '../../lib/realm/realm-json-schema';
import { realmSchema } from '../../lib/realm/realm-schema';
import { parseIncident } from '../../lib/rehearsal/incident';
import { incidentJsonSchema } from '../../lib/rehearsal/incident/incident-json-schema';

/** The schemas of what users write, held to the checks of the same files. */
const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const yamlIn = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${folder}/${name}`);

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });

interface Kind {
  readonly schema: Readonly<Record<string, unknown>>;
  /** Refusals of the checks, for what is in a file; empty if it is right. */
  readonly refusals: (data: unknown) => string;
  /** Where to find right ones: files, and pages with pieces that begin so. */
  readonly files: readonly string[];
  readonly pages: readonly string[];
  readonly begins: RegExp;
}

const KINDS: Readonly<Record<'realm' | 'incident', Kind>> = {
  realm: {
    schema: realmJsonSchema(),
    refusals: (data) => realmSchema.safeParse(data).error?.message ?? '',
    files: yamlIn('realms'),
    pages: ['docs/realm-file.md', 'README.md', 'docs/slo.md'],
    begins: /^realm:.*$(?=[\s\S]*^workers:)/m,
  },
  incident: {
    schema: incidentJsonSchema(),
    refusals: (data) => {
      try {
        parseIncident('incidents/i.yaml', stringify(data), { realm: 'dev' });
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    },
    files: [...yamlIn('incidents'), 'scripts/pictures/core-backlog-late.yaml'],
    pages: ['docs/incidents.md', 'docs/draft.md', 'docs/opentelemetry.md'],
    begins: /^title:/m,
  },
};

function piecesOf({ pages, begins }: Kind): [string, string][] {
  return pages.flatMap((page) =>
    [...read(page).matchAll(/^```yaml\n([\s\S]*?)^```/gm)]
      .map(([, piece]) => piece!)
      .filter((piece) => begins.test(piece))
      .map((piece, index): [string, string] => [`${page} ${index + 1}`, piece]),
  );
}

const textsOf = (kind: Kind): [string, string][] => [
  ...kind.files.map((file): [string, string] => [file, read(file)]),
  ...piecesOf(kind),
];

type Path = readonly (string | number)[];
type Holder = Record<string | number, unknown>;

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    pathsOf(one, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, ...inner];
}

/** A copy in which something is done to what holds the end of a path. */
function changed(data: unknown, path: Path, change: (holder: Holder, key: string | number) => void): unknown {
  const copy = structuredClone(data);
  const holder = path.slice(0, -1).reduce((value, key) => (value as Holder)[key], copy as unknown) as Holder;
  change(holder, path.at(-1)!);
  return copy;
}

const ODD = [true, 1, 'x', '5m', ['x'], {}];

describe.each(Object.entries(KINDS))('the schema of %s files', (name, kind) => {
  const holds = ajv.compile(kind.schema);
  const texts = textsOf(kind);
  const seen = new Set<string>();
  /** Each place of the format once, in the texts that have most of it. */
  const places = [...texts]
    .filter(([, text]) => text.length < 8_000)
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, 6)
    .flatMap(([where, text]) => {
      const data: unknown = parse(text);
      return pathsOf(data).flatMap((path) => {
        const place = path.map((key) => (typeof key === 'number' ? '*' : key)).join('.');
        if (path.length === 0 || seen.has(place)) return [];
        seen.add(place);
        return [{ data, path, where: `${where} ${place}` }];
      });
    });

  test('is the one in docs/schemas; npm run schemas writes it', () => {
    expect(JSON.parse(read(`docs/schemas/${name}.schema.json`))).toEqual(
      JSON.parse(JSON.stringify(kind.schema)),
    );
  });

  test('takes every file of this repository and every whole one in the docs', () => {
    expect(piecesOf(kind).length).toBeGreaterThan(0);
    const refused = texts.flatMap(([where, text]) =>
      holds(parse(text)) ? [] : [`${where}: ${ajv.errorsText(holds.errors)}`],
    );
    expect(refused).toEqual([]);
  });

  test('refuses a key that is nearly right, wherever the checks do', () => {
    const wrong = places.flatMap(({ data, path, where }) => {
      const key = path.at(-1)!;
      if (typeof key !== 'string') return [];
      const mutant = changed(data, path, (holder) => {
        holder[`${key}z`] = holder[key];
        delete holder[key];
      });
      const isUnknown = /unknown key|unrecognized_keys|not an expectation|one kind/.test(
        kind.refusals(mutant),
      );
      return isUnknown && holds(mutant) ? [where] : [];
    });
    expect(wrong).toEqual([]);
    expect(holds({ ...parse(texts[0]![1]), titel: 'x' })).toBe(false);
  });

  test('refuses nothing that the checks take', () => {
    let taken = 0;
    const wrong = places.flatMap(({ data, path, where }) =>
      ODD.flatMap((odd) => {
        const mutant = changed(data, path, (holder, key) => {
          holder[key] = odd;
        });
        // What the schema takes need not be asked of the checks.
        const isHeld = holds(mutant);
        if (isHeld) taken++;
        if (isHeld || kind.refusals(mutant) !== '') return [];
        return [`${where}=${JSON.stringify(odd)}: ${ajv.errorsText(holds.errors)}`];
      }),
    );
    expect(wrong).toEqual([]);
    expect(taken).toBeGreaterThan(20);
  });
});
