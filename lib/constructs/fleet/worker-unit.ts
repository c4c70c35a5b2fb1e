import { SYSLOG_FACILITY } from '../../contract';
import { environmentPath, type Machine, startScriptPath, workerUser } from './machine';

/**
 * The systemd unit of the worker. What it prints goes to the journal under the realm's facility and tag, so a
 * worker needs no syslog code of its own; the journal's rate limit is off, since a lost heartbeat is an alarm.
 * A stop is Lava's soft stop (SIGHUP: finish the running jobs), and a kill only after the drain time.
 */
export function workerUnit(machine: Machine): string {
  return [
    '[Unit]',
    `Description=${machine.system} worker ${machine.worker} of realm ${machine.realm}`,
    'Wants=network-online.target',
    machine.sendsRecords ? 'After=network-online.target' : 'After=network-online.target rsyslog.service',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    'Type=simple',
    `User=${workerUser(machine)}`,
    `EnvironmentFile=${environmentPath(machine)}`,
    // /var/lib/…, which the worker's variable STATE_DIRECTORY names.
    `StateDirectory=${machine.tag}`,
    `ExecStart=${startScriptPath(machine)}`,
    'Restart=always',
    'RestartSec=10',
    ...(machine.watchdogSeconds === undefined
      ? []
      : [`WatchdogSec=${machine.watchdogSeconds}`, 'NotifyAccess=all']),
    'KillMode=mixed',
    'KillSignal=SIGHUP',
    `TimeoutStopSec=${machine.drainSeconds}`,
    'StandardOutput=journal',
    'StandardError=journal',
    `SyslogFacility=${SYSLOG_FACILITY}`,
    `SyslogIdentifier=${machine.tag}`,
    'LogRateLimitIntervalSec=0',
    'NoNewPrivileges=true',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');
}
