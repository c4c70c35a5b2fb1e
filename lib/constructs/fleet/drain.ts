import { type Machine, workerUnitName } from './machine';

/** Beside the workers' names in those of units and scripts. */
export const DRAIN = 'drain';

export const drainScriptPath = ({ system }: Machine): string => `/usr/local/sbin/${system}-${DRAIN}`;

/** Name of the termination lifecycle hook. */
export const DRAIN_HOOK = 'drain';

/**
 * Watches the instance's target lifecycle state, which the instance metadata service offers, and on
 * termination stops the worker softly before it lets the Auto Scaling group go on. It needs no function of
 * its own in the cloud, and a group without the hook terminates as ever.
 */
export function drainScript(machine: Machine, fleetName: string): string {
  return [
    '#!/bin/bash',
    'set -uo pipefail',
    'metadata=http://169.254.169.254/latest',
    'token() { curl -sf -m 5 -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 300" "$metadata/api/token"; }',
    'read_metadata() { curl -sf -m 5 -H "X-aws-ec2-metadata-token: $(token)" "$metadata/meta-data/$1"; }',
    '',
    'until [ "$(read_metadata autoscaling/target-lifecycle-state)" = Terminated ]; do sleep 15; done',
    `systemctl stop ${workerUnitName(machine)}`,
    'aws autoscaling complete-lifecycle-action \\',
    '  --region "$(read_metadata placement/region)" \\',
    `  --auto-scaling-group-name '${fleetName}' \\`,
    `  --lifecycle-hook-name '${DRAIN_HOOK}' \\`,
    '  --instance-id "$(read_metadata instance-id)" \\',
    '  --lifecycle-action-result CONTINUE --cli-connect-timeout 5 --cli-read-timeout 10',
    '',
  ].join('\n');
}

export function drainUnit(machine: Machine): string {
  return [
    '[Unit]',
    `Description=drains worker ${machine.worker} of realm ${machine.realm} before its instance terminates`,
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    `ExecStart=${drainScriptPath(machine)}`,
    'Restart=on-failure',
    'RestartSec=15',
    `TimeoutStopSec=${machine.drainSeconds}`,
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');
}
