import { Token } from 'aws-cdk-lib';
import { drainScript, drainScriptPath, drainUnit } from './drain';
import { logrotateConfig } from './logrotate-config';
import { environmentPath, type Machine, startScriptPath, workerUnitName, workerUser } from './machine';
import { rsyslogConfig } from './rsyslog-config';
import { workerUnit } from './worker-unit';

export interface UserDataOptions {
  readonly machine: Machine;
  readonly fleetName: string;
  /** Parameter Store name of the CloudWatch agent's configuration; absent: there is no agent. */
  readonly agentConfigParameter?: string;
  /** Environment of the worker; values may hold CloudFormation references. */
  readonly environment: Readonly<Record<string, string>>;
  /** Shell lines that put the worker's own program on the machine. */
  readonly setup: readonly string[];
  /** CloudFormation's stack, resource and region to report the outcome to; absent: nobody waits for it. */
  readonly signal?: { readonly stack: string; readonly resource: string; readonly region: string };
}

/**
 * The bash commands that make an Amazon Linux 2023 instance a worker. They may run again at any time: files
 * are written whole, users and units are created only once.
 */
export function userDataCommands(options: UserDataOptions): string[] {
  const { machine } = options;
  return [
    'set -euo pipefail',
    ...reportOutcome(options.signal),
    '',
    `dnf install -y -q ${packages(options).join(' ')}`,
    `id -u ${workerUser(machine)} >/dev/null 2>&1 || useradd --system --create-home ${workerUser(machine)}`,
    ...(machine.docker ? [`usermod -aG docker ${workerUser(machine)}`] : []),
    ...machineFiles(options).flatMap(writeFile),
    '',
    'systemctl daemon-reload',
    ...(machine.docker ? ['systemctl enable --now docker.service'] : []),
    ...(machine.sendsRecords
      ? []
      : ['systemctl enable rsyslog.service', 'systemctl restart rsyslog.service']),
    ...startAgent(options.agentConfigParameter),
    ...options.setup,
    `systemctl enable ${workerUnitName(machine)} ${machine.system}-drain.service`,
    `systemctl restart ${workerUnitName(machine)} ${machine.system}-drain.service`,
  ];
}

/** A file that the script writes. */
export interface MachineFile {
  readonly path: string;
  readonly mode: string;
  readonly content: string;
}

export function machineFiles(options: Omit<UserDataOptions, 'setup' | 'signal'>): readonly MachineFile[] {
  const { machine } = options;
  const environment = Object.entries(options.environment).map(
    ([name, value]) => `${name}=${inEnvironmentFile(value)}\n`,
  );
  return [
    ...(machine.sendsRecords
      ? []
      : [
          { path: '/etc/rsyslog.conf', mode: '0644', content: rsyslogConfig(machine) },
          { path: LOGROTATE_PATH, mode: '0644', content: logrotateConfig(machine) },
        ]),
    { path: environmentPath(machine), mode: '0640', content: environment.join('') },
    { path: startScriptPath(machine), mode: '0755', content: `#!/bin/bash\nexec ${machine.command}\n` },
    { path: drainScriptPath(machine), mode: '0755', content: drainScript(machine, options.fleetName) },
    { path: unitPath(workerUnitName(machine)), mode: '0644', content: workerUnit(machine) },
    { path: unitPath(`${machine.system}-drain.service`), mode: '0644', content: drainUnit(machine) },
  ];
}

// --- internal ---

/** In the place of the file that comes with rsyslog: logrotate refuses a log that two files name. */
const LOGROTATE_PATH = '/etc/logrotate.d/rsyslog';

/** systemd reads a value as a shell does: quotes and backslashes are not the value's own unless they are escaped. */
const inEnvironmentFile = (value: string): string =>
  Token.isUnresolved(value) || /^[\w./:,@%+=-]*$/.test(value)
    ? value
    : `"${value.replace(/["\\$`]/g, '\\$&')}"`;

const unitPath = (name: string): string => `/etc/systemd/system/${name}`;

function packages({ machine, agentConfigParameter }: UserDataOptions): string[] {
  return [
    ...(machine.sendsRecords ? [] : ['rsyslog', 'logrotate']),
    ...(agentConfigParameter === undefined ? [] : ['amazon-cloudwatch-agent']),
    'aws-cfn-bootstrap',
    ...(machine.docker ? ['docker'] : []),
  ];
}

const startAgent = (parameter: string | undefined): string[] =>
  parameter === undefined
    ? []
    : [
        '/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl \\',
        `  -a fetch-config -m ec2 -s -c 'ssm:${parameter}'`,
      ];

/** The stack's rolling update waits for this, so that a machine that cannot start never replaces one that can. */
function reportOutcome(signal: UserDataOptions['signal']): string[] {
  if (!signal) return [];
  const { stack, resource, region } = signal;
  return [
    `trap '/opt/aws/bin/cfn-signal -e $? --stack ${stack} --resource ${resource} --region ${region}' EXIT`,
  ];
}

/** The quoted delimiter keeps the shell from expanding anything in the content. */
function writeFile({ path, mode, content }: MachineFile): string[] {
  return [
    '',
    `install -D -m ${mode} /dev/stdin ${path} <<'END_OF_FILE'`,
    content.endsWith('\n') ? content.slice(0, -1) : content,
    'END_OF_FILE',
  ];
}
