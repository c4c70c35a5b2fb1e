// Writes the metrics that AWS's own service data list into the catalogue: node scripts/metric-catalogue.mjs [DATE].
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const { loadAwsServiceSpecSync } = require('@aws-cdk/aws-service-spec');
const { version } = JSON.parse(
  readFileSync(join(root, 'node_modules/@aws-cdk/aws-service-spec/package.json'), 'utf8'),
);
const date = process.argv[2] ?? new Date().toISOString().slice(0, 10);
const database = loadAwsServiceSpecSync();

const groups = new Map();
for (const metric of database.all('metric')) {
  // What the agent publishes, and with which dimensions, its own configuration says.
  if (metric.namespace === 'CWAgent') continue;
  const sets = database
    .follow('usesDimensionSet', metric)
    .map(({ entity }) => entity.dimensions.map(({ name }) => name).join('+') || '-');
  const shown = [...new Set(sets)].sort().join('; ') || '?';
  const key = `${metric.namespace} | ? | ${shown} |`;
  groups.set(key, [...(groups.get(key) ?? []), metric.name]);
}
const rows = [...groups]
  .map(([key, names]) => `${key} ${[...new Set(names)].sort().join(', ')}`)
  .sort((a, b) => (a < b ? -1 : 1));
const file = join(root, 'lib/rehearsal/catalogue/service-data.ts');
writeFileSync(
  file,
  `/**
 * The metrics of @aws-cdk/aws-service-spec ${version} (Apache-2.0), in rows as \`readRows\` takes them.
 * Generated on ${date} by scripts/metric-catalogue.mjs; do not edit.
 */
export const SERVICE_DATA = \`
${rows.join('\n')}
\`;
`,
);
execFileSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', file], { stdio: 'ignore' });
