import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseIncident } from '../../../lib/rehearsal';

test('the example of docs/incidents.md is an incident', () => {
  const page = readFileSync(join(__dirname, '../../../docs/incidents.md'), 'utf8');
  const [, example] = /```yaml\n(.*?)```/s.exec(page)!;
  const { signals, expectations } = parseIncident('docs/incidents.md', example!);
  expect(signals.map(({ kind }) => kind)).toEqual(['heartbeat', 'metric', 'log']);
  expect(expectations.map(({ kind }) => kind)).toEqual(['at', 'notified', 'never', 'quiet']);
});
