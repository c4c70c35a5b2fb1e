// Writes docs/alarms.md, from the built table of alarms.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { alarmPage } = require('../dist/lib/realm/alarm-page.js');
writeFileSync(fileURLToPath(new URL('../docs/alarms.md', import.meta.url)), alarmPage());
