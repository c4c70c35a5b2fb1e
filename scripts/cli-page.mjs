// Writes docs/cli.md, from the built table of verbs.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { cliPage } = require('../dist/lib/cli/cli-page.js');
const { VERBS } = require('../dist/lib/cli/verbs.js');
writeFileSync(fileURLToPath(new URL('../docs/cli.md', import.meta.url)), cliPage(VERBS));
