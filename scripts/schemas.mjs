// Writes docs/schemas, or another folder: a JSON Schema for each verb that prints JSON, from the types that it prints, and for
// each file that users write, from what checks it. Needs a build.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileSchemas } from './schemas/file-schemas.mjs';
import { jsonSchemas } from './schemas/json-schemas.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = process.argv[2] ?? join(root, 'docs/schemas');
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) rmSync(join(folder, name));
for (const [name, schema] of Object.entries({ ...jsonSchemas(), ...fileSchemas() })) {
  writeFileSync(join(folder, name), `${JSON.stringify(schema, undefined, 2)}\n`);
}
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
execFileSync(process.execPath, [biome, 'format', '--write', '--vcs-enabled=false', folder], { cwd: root });
