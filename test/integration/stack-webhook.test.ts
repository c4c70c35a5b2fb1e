import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * docs/oakestra.md's first command, and whether an alert of its stack arrives: Alertmanager runs in a network of its own,
 * as in a container, and the receiver on the machine's side of it.
 */
const root = join(__dirname, '../..');
const out = mkdtempSync(join(tmpdir(), 'tiltmeter-webhook-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const namespaces = ['--map-root-user', '--net', '--mount'];
const { status } = spawnSync('unshare', [...namespaces, 'true']);
if (status !== 0)
  console.log('this machine makes no network namespaces: whether alerts arrive is not tested');

(status === 0 ? test : test.skip)(
  'an alert of the generated stack arrives at a webhook on this machine',
  () => {
    const [, command] = /^npx tiltmeter (stack .*)$/m.exec(
      readFileSync(join(root, 'docs/oakestra.md'), 'utf8'),
    )!;
    const args = command!.replace('--out root', `--out ${out}`).split(' ');
    const written = spawnSync(process.execPath, [join(root, 'dist/bin/tiltmeter.js'), ...args], {
      cwd: root,
    });
    expect(written.status).toBe(0);
    const script = [
      'bash',
      join(__dirname, 'support/two-networks.sh'),
      join(out, 'alertmanager.yml'),
      join(__dirname, 'support/webhook-receiver.mjs'),
      'lava-dev-core-heartbeat',
    ];
    const { stdout, stderr } = spawnSync('unshare', [...namespaces, ...script], { encoding: 'utf8' });
    expect(stdout).not.toBe('');
    const { path, body } = JSON.parse(stdout || stderr);
    expect(path).toBe('/webhook');
    expect(body.alerts[0].labels).toEqual({ alertname: 'lava-dev-core-heartbeat', severity: 'page' });
  },
);
