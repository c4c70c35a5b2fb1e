import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Links of what is shipped: a reader of the tarball has nothing else. */
const root = join(__dirname, '../..');

const pages = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Relative links and pictures, without what is code. */
const links = pages.flatMap((page) => {
  const prose = textOf(page)
    .replace(/^```.*?^```$/gms, '')
    .replace(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g), ...prose.matchAll(/(?:src|srcset)="([^"]+)"/g)];
  return targets
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ page, target }));
});

test('every relative link leads to a file of the tarball', () => {
  const shipped = shippedFiles();
  expect(links.length).toBeGreaterThan(100);
  const dead = links
    .map(({ page, target }) => ({ page, target, file: fileOf(page, target) }))
    .filter(({ file }) => !shipped.has(file) && ![...shipped].some((name) => name.startsWith(`${file}/`)))
    .map(({ page, target }) => `${page}: ${target}`);
  expect(dead).toEqual([]);
});

test('every link to a heading leads to one', () => {
  const dead = links
    .filter(({ target }) => target.includes('#'))
    .filter(({ page, target }) => {
      const file = fileOf(page, target);
      return file.endsWith('.md') && !anchorsOf(textOf(file)).includes(target.replace(/^[^#]*#/, ''));
    })
    .map(({ page, target }) => `${page}: ${target}`);
  expect(dead).toEqual([]);
});

test('every page can be reached from the README', () => {
  const reached = new Set(['README.md']);
  for (const page of reached)
    for (const link of links.filter((one) => one.page === page)) reached.add(fileOf(page, link.target));
  expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});

// --- internal ---

const fileOf = (page: string, target: string): string => {
  const path = target.replace(/#.*$/, '');
  return path === '' ? page : posix.join(posix.dirname(page), path).replace(/\/$/, '');
};

/** As GitHub makes them. */
function anchorsOf(text: string): string[] {
  const headings = [...text.replace(/^```.*?^```$/gms, '').matchAll(/^#+ +(.+)$/gm)].map(
    ([, heading]) => heading!,
  );
  return headings.map((heading) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What npm packs, of which `dist` may not be built yet. */
function shippedFiles(): ReadonlySet<string> {
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] };
  const known = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  }).split('\n');
  return new Set(known.filter((file) => files.some((name) => file === name || file.startsWith(`${name}/`))));
}
