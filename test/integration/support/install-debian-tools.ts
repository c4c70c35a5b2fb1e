import { execFileSync } from 'node:child_process';

/** Debian packages that the integration tests run, by the program that shows they are there. */
const TOOLS = {
  rsyslogd: 'rsyslog',
  shellcheck: 'shellcheck',
  logrotate: 'logrotate',
  'systemd-analyze': 'systemd',
  promtool: 'prometheus',
  amtool: 'prometheus-alertmanager',
  chromium: 'chromium',
  java: 'default-jre-headless',
  mvn: 'maven',
  zsh: 'zsh',
  fish: 'fish',
} as const;

/** Jest's global setup: installs what is missing, where this is Debian and the user may. */
export default function installDebianTools(): void {
  const missing = Object.entries(TOOLS).filter(([program]) => !isThere(program));
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name);
  console.log(`installing ${packages.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
}

// --- internal ---

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `PATH=$PATH:/usr/sbin:/sbin command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
