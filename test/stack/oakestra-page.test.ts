import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERBS } from '../../lib/cli/verbs';
import { COLLECTORS, STACK_LEVELS } from '../../lib/stack';
import { WORKER_METRICS_PORT } from '../../lib/stack/prometheus-config';
import { STACK_SERVICES } from '../../lib/stack/stack-level';
import { filesOf, incident } from './fixture';

const page = readFileSync(join(__dirname, '../../docs/oakestra.md'), 'utf8');
const cells = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('docs/oakestra.md has the name and the port of every service at both levels', () => {
  const { root, cluster } = STACK_LEVELS;
  for (const service of STACK_SERVICES) {
    const address = ({ names, ports }: typeof root | typeof cluster) =>
      `\`${names[service]}:${ports[service]}\``;
    expect(cells.filter(([, , ...levels]) => levels.includes(address(root)))).toEqual([
      ['', expect.any(String), address(root), address(cluster), ''],
    ]);
  }
  expect(page).toContain(`| \`${root.containerLabel}\` | \`${cluster.containerLabel}\` |`);
});

test('it has every file or its folder, and none that is not written', () => {
  const named = cells.flatMap(([, file]) => [
    ...(file ?? '').matchAll(/`([\w/.-]+\.(?:yml|alloy)|grafana\/\w+)`/g),
  ]);
  const listed = named.map(([, path]) => path!);
  const incidents = [incident('core-falls-silent')];
  const written = COLLECTORS.flatMap((collector) => [...filesOf({ incidents, collector }).keys()]);
  for (const path of listed)
    expect(written.some((one) => one === path || one.startsWith(`${path}/`))).toBe(true);
  const others = written.filter((one) => !listed.some((path) => one === path || one.startsWith(`${path}/`)));
  expect([...new Set(others)]).toEqual(['alertmanager-muted.yml']);
});

test('every option that it names exists', () => {
  const { options } = VERBS.find(({ name }) => name === 'stack')!;
  const lines = page.split('\n').filter((line) => !line.includes('docker compose'));
  const named = [...lines.join('\n').matchAll(/--([a-z][a-z-]+)/g)].map(([, option]) => option!);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((option) => !(option in options))).toEqual([]);
});

test('the port of metrics is the one that is scraped', () => {
  expect(page).toContain(`port: ${WORKER_METRICS_PORT}`);
});
