import type { Machine } from './machine';

/**
 * Rotation of the record file and of the system logs that rsyslog writes. The CloudWatch agent follows the
 * newest file of a path, so the file is created anew and not truncated; rsyslog reopens on SIGHUP.
 */
export function logrotateConfig({ logFile }: Pick<Machine, 'logFile'>): string {
  return [
    `${logFile} /var/log/messages /var/log/secure /var/log/cron {`,
    '  daily',
    '  maxsize 100M',
    '  rotate 5',
    '  compress',
    '  delaycompress',
    '  missingok',
    '  notifempty',
    '  create 0640 root root',
    '  sharedscripts',
    '  postrotate',
    '    /usr/bin/systemctl kill -s HUP rsyslog.service >/dev/null 2>&1 || true',
    '  endscript',
    '}',
    '',
  ].join('\n');
}
