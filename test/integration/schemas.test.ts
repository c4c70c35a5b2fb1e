import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const folder = join(root, 'docs/schemas');

test('docs/schemas is what the types say that the verbs print; npm run schemas writes it', () => {
  const parent = join(root, '.tiltmeter');
  mkdirSync(parent, { recursive: true });
  const written = mkdtempSync(join(parent, 'schemas-'));
  try {
    execFileSync(process.execPath, [join(root, 'scripts/schemas.mjs'), written]);
    expect(readdirSync(written)).toEqual(readdirSync(folder));
    for (const name of readdirSync(folder)) {
      expect(`${name} ${readFileSync(join(folder, name), 'utf8')}`).toBe(
        `${name} ${readFileSync(join(written, name), 'utf8')}`,
      );
    }
  } finally {
    rmSync(written, { recursive: true });
  }
});
