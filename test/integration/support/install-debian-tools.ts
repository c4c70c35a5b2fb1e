import { execFileSync } from 'node:child_process';

/** Debian packages that the integration tests use, each with a command that fails where it is missing. */
const PACKAGES = {
  rsyslog: 'command -v rsyslogd',
  shellcheck: 'command -v shellcheck',
  logrotate: 'command -v logrotate',
  systemd: 'command -v systemd-analyze',
  prometheus: 'command -v promtool',
  'prometheus-alertmanager': 'command -v amtool',
  chromium: 'command -v chromium',
  'default-jre-headless': 'command -v java',
  maven: 'command -v mvn',
  zsh: 'command -v zsh',
  fish: 'command -v fish',
  // Debian's python3 has the module venv, but not the one that it puts pip in with.
  'python3-venv': "python3 -c 'import ensurepip'",
} as const;

/** Jest's global setup: installs what is missing, where this is Debian and the user may. */
export default function installDebianTools(): void {
  const packages = Object.entries(PACKAGES).flatMap(([name, check]) => (succeeds(check) ? [] : [name]));
  if (packages.length === 0) return;
  console.log(`installing ${packages.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
}

// --- internal ---

function succeeds(command: string): boolean {
  try {
    execFileSync('sh', ['-c', `PATH=$PATH:/usr/sbin:/sbin; ${command}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
